import { useEffect, useState } from "react";
import type { NamedEmoji } from "~/lib/emoji/findEmoji";

/** All emoji with their names, once they are first asked for; null until they are there. */
export function useEmojis(isNeeded: boolean): readonly NamedEmoji[] | null {
  const [emojis, setEmojis] = useState<readonly NamedEmoji[] | null>(null);
  useEffect(() => {
    if (!isNeeded || emojis) return;
    import("emojibase-data/en/compact.json").then(
      ({ default: all }) => setEmojis(all.filter(({ group }) => group !== undefined && group !== 2)),
      () => undefined, // without names there are the groups of the picker
    );
  }, [isNeeded, emojis]);
  return emojis;
}
