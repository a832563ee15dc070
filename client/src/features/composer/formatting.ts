const MARKS: Readonly<Record<string, string>> = { b: "**", i: "*", e: "`" };

interface Keys {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** The mark that a key with Ctrl or Cmd sets around what is chosen, if it is one. */
export function markOf({ key, ctrlKey, metaKey, shiftKey, altKey }: Keys): string | null {
  if (altKey || ctrlKey === metaKey) return null;
  const letter = key.toLowerCase();
  if (shiftKey) return letter === "x" ? "~~" : null;
  return MARKS[letter] ?? null;
}

export interface Chosen {
  text: string;
  from: number;
  to: number;
}

/** The text with the mark on both sides of what is chosen, or without it where it stood there; the same stays chosen. */
export function marked({ text, from, to }: Chosen, mark: string): Chosen {
  const { length } = mark;
  const [before, chosen, after] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
  if (isMarked(before, after, mark))
    return {
      text: before.slice(0, -length) + chosen + after.slice(length),
      from: from - length,
      to: to - length,
    };
  return { text: before + mark + chosen + mark + after, from: from + length, to: to + length };
}

/** One asterisk of two is no mark of its own. */
function isMarked(before: string, after: string, mark: string): boolean {
  if (!before.endsWith(mark) || !after.startsWith(mark)) return false;
  return mark !== "*" || before.endsWith("***") || !before.endsWith("**");
}
