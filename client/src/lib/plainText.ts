const SHOWN = 1_000; // characters: no line shows more

/** Code, with its text as one of two groups: `split` gives text, the first group and the second in turn. */
export const CODE = /```(?:\w*\n)?([\s\S]*?)```|`([^`\n]+)`/;

/**
 * What marks a text, and which group of it stays: none, or the words. Marks are pairs around words: never a lone star,
 * nor the underscores inside a name.
 */
export const MARKS: readonly [mark: RegExp, stays: 0 | 1 | 2][] = [
  [/^[ \t]{0,3}(?:>[ \t]?)+/gm, 0], // quotes
  [/^[ \t]{0,3}#{1,6}[ \t]+/gm, 0], // headings
  [/!?\[([^\]\n]+)\]\([^()\s]+\)/g, 1], // links and pictures, by their words
  [/(?<!\\)\*\*(?=\S)(.*?\S)\*\*/g, 1],
  [/(?<!\\)\*(?=\S)(.*?[^\s\\])\*/g, 1],
  [/(?<![\w@.-])(_{1,3})(?=\S)(.*?\S)\1(?!\w)/g, 2],
  [/~~(?=\S)(.*?\S)~~/g, 1],
  [/\\([\\`*_~#>[\]()@!-])/g, 1],
];

/** A message in one plain line: for previews and notifications, where its marks would only be in the way. */
export function plainText(content: string): string {
  const parts = content
    .slice(0, SHOWN)
    .split(CODE)
    .map((part, index) => (index % 3 === 0 ? unmarked(part) : (part ?? "")));
  return parts.join("").replace(/\s+/g, " ").trim();
}

function unmarked(text: string | undefined): string {
  return MARKS.reduce((rest, [mark, stays]) => rest.replace(mark, stays ? `$${stays}` : ""), text ?? "");
}
