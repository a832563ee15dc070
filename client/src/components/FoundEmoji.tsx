import { VisuallyHidden } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { NamedEmoji } from "~/lib/emoji/findEmoji";
import classes from "./EmojiPicker.module.css";

export const COLUMNS = 8;
const SHOWN = 96; // the best: whoever looks further types another letter

type Found = readonly NamedEmoji[] | null;

/** Which of those found is meant, and the keys to say so while one types; other letters begin at the best again. */
export function useChosen(query: string, found: Found, onPick: (emoji: string) => void) {
  const [at, setAt] = useState({ query, index: 0 });
  const active = at.query === query ? at.index : 0;
  const point = (index: number) => setAt({ query, index });

  function onKeyDown(event: KeyboardEvent) {
    if (!found || event.nativeEvent.isComposing) return;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS }[event.key];
    if (step === undefined && event.key !== "Enter") return;
    event.preventDefault();
    const next = active + (step ?? 0);
    const meant = found[active];
    if (step === undefined) meant && onPick(meant.unicode);
    else if (next >= 0 && next < Math.min(found.length, SHOWN)) point(next);
  }

  return { active, point, onKeyDown };
}

interface Props {
  /** The best first; null while the names are on their way. */
  found: Found;
  active: number;
  onPick(emoji: string): void;
  onPoint(index: number): void;
}

export function FoundEmoji({ found, active, onPick, onPoint }: Props) {
  if (!found) return <div className={classes.notice}>Loading…</div>;
  if (found.length === 0) return <div className={classes.notice}>There is no such emoji.</div>;
  const shown = found.slice(0, SHOWN);
  return (
    <>
      <VisuallyHidden aria-live="polite">{found[active]?.label}</VisuallyHidden>
      <div role="listbox" aria-label="Emoji found" tabIndex={-1} className={classes.found}>
        {shown.map((emoji, index) => (
          <Choice
            key={emoji.unicode}
            emoji={emoji}
            isMeant={index === active}
            onPick={() => onPick(emoji.unicode)}
            onPoint={() => onPoint(index)}
          />
        ))}
      </div>
    </>
  );
}

interface ChoiceProps {
  emoji: NamedEmoji;
  isMeant: boolean;
  onPick(): void;
  onPoint(): void;
}

function Choice({ emoji, isMeant, onPick, onPoint }: ChoiceProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isMeant) button.current?.scrollIntoView({ block: "nearest" });
  }, [isMeant]);
  return (
    <button
      ref={button}
      type="button"
      role="option"
      tabIndex={-1}
      className={classes.emoji}
      aria-label={emoji.label}
      aria-selected={isMeant}
      data-active={isMeant || undefined}
      onClick={onPick}
      onPointerDown={(event) => event.preventDefault()}
      onPointerMove={onPoint}
    >
      {emoji.unicode}
    </button>
  );
}
