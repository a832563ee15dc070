import { type KeyboardEvent, useEffect, useMemo, useState } from "react";
import { useEmojis } from "~/hooks/useEmojis";
import {
  type Asked,
  askedAt,
  type Mentionable,
  type Suggestion,
  suggestEmoji,
  suggestPeople,
} from "./completion";

/** What may be meant by the beginning of a name at the caret, and the keys to choose it with. */
export function useSuggestions(
  text: string,
  caret: number,
  people: readonly Mentionable[],
  onChoose: (suggestion: Suggestion, asked: Asked) => void,
) {
  const asked = useMemo(() => askedAt(text, caret), [text, caret]);
  const emojis = useEmojis(asked?.kind === "emoji");
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const found = useMemo(() => {
    if (!asked) return [];
    return asked.kind === "person"
      ? suggestPeople(people, asked.query)
      : suggestEmoji(emojis ?? [], asked.query);
  }, [asked, people, emojis]);
  const id = asked && `${asked.from}${asked.query}`;
  const shown = id === dismissed ? [] : found;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other letters begin at the first one again
  useEffect(() => setActive(0), [id]);

  function choose(suggestion: Suggestion | undefined) {
    if (suggestion && asked) onChoose(suggestion, asked);
  }

  /** True if the key was one of the list's own. */
  function onKeyDown(event: KeyboardEvent): boolean {
    if (shown.length === 0 || event.nativeEvent.isComposing) return false;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) setActive((active + step + shown.length) % shown.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(shown[active]);
    else if (event.key === "Escape") setDismissed(id);
    else return false;
    event.preventDefault();
    return true;
  }

  return { shown, active, choose, onKeyDown };
}
