const SHOWN = 1_000; // characters: no line shows more

const CODE = /```(?:\w*\n)?([\s\S]*?)```|`([^`\n]+)`/; // with its text as a group of each: `split` gives them in turn

/** What marks a text, as pairs around words: never a lone star, nor the underscores inside a name. */
const MARKS: readonly [RegExp, string][] = [
  [/^[ \t]{0,3}(?:>[ \t]?)+/gm, ""], // quotes
  [/^[ \t]{0,3}#{1,6}[ \t]+/gm, ""], // headings
  [/!?\[([^\]\n]+)\]\([^()\s]+\)/g, "$1"], // links and pictures, by their words
  [/(?<!\\)\*\*(?=\S)(.*?\S)\*\*/g, "$1"],
  [/(?<!\\)\*(?=\S)(.*?[^\s\\])\*/g, "$1"],
  [/(?<![\w@.-])(_{1,3})(?=\S)(.*?\S)\1(?!\w)/g, "$2"],
  [/~~(?=\S)(.*?\S)~~/g, "$1"],
  [/\\([\\`*_~#>[\]()@!-])/g, "$1"],
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
  return MARKS.reduce((rest, [mark, words]) => rest.replace(mark, words), text ?? "");
}
