import { COMMON } from "./common";

export interface NamedEmoji {
  unicode: string;
  label: string;
  tags?: string[];
}

/** In lower case: what an emoji is called, word by word, and what else it is called. */
interface Words {
  names: string[];
  others: string[];
}

const places = new Map(COMMON.map((emoji, place) => [bare(emoji), place]));
const known = new WeakMap<NamedEmoji, Words>(); // there are 1,900 of them, and one types quickly

/**
 * Those that go by what is asked for: whose name it is, in whose name it begins a word, in whose other names it begins
 * one, in which it stands at all. Among equals, those come first that people use most.
 */
export function findEmoji<E extends NamedEmoji>(emojis: readonly E[], query: string): E[] {
  const words = query
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter(Boolean);
  if (words.length === 0) return [];
  return emojis
    .flatMap((emoji) => {
      const rank = rankOf(emoji, words);
      return rank === null ? [] : [{ emoji, rank, place: placeOf(emoji, words) }];
    })
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map(({ emoji }) => emoji);
}

/** 0 is the best; null if the emoji has nothing to do with the words. */
function rankOf(emoji: NamedEmoji, words: readonly string[]): number | null {
  const { names, others } = wordsOf(emoji);
  if (names.join(" ") === words.join(" ")) return 0;
  if (every(words, names, "startsWith")) return 1;
  if (every(words, others, "startsWith")) return 2;
  if (every(words, names, "includes")) return 3;
  return every(words, others, "includes") ? 4 : null;
}

function every(words: readonly string[], names: readonly string[], how: "startsWith" | "includes"): boolean {
  return words.every((word) => names.some((name) => name[how](word)));
}

/** In the order of use; those that are not in it: the ones whose name begins so, then the others. */
function placeOf({ unicode, label }: NamedEmoji, words: readonly string[]): number {
  const begins = label.toLowerCase().startsWith(words[0] ?? "");
  return places.get(bare(unicode)) ?? COMMON.length + (begins ? 0 : 1);
}

function wordsOf(emoji: NamedEmoji): Words {
  const before = known.get(emoji);
  if (before) return before;
  const names = split(emoji.label);
  const words = { names, others: [...names, ...(emoji.tags ?? []).flatMap(split)] };
  known.set(emoji, words);
  return words;
}

function split(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[^\p{L}\p{N}+]+/u)
    .filter(Boolean);
}

/** Without the sign that asks for a coloured picture, which some write and others do not. */
function bare(emoji: string): string {
  return emoji.replaceAll("\u{fe0f}", "");
}
