import { MENTION, nameOf, type Said } from "~/lib/namedText";
import { CODE, MARKS } from "~/lib/plainText";
import type { Range } from "./excerpt";

const BEFORE = 500; // characters looked at before what was found: no result shows as much
const LOOKED_AT = 1_500;

/** A text, and of each of its code units whether it was found. */
interface Traced {
  text: string;
  hits: readonly boolean[];
}

const nothing: Traced = { text: "", hits: [] };

/** A message in one plain line, as previews have it, and which parts of that line were found. */
export function plainLine({ content, mentions }: Said, matches: readonly Range[]) {
  const from = Math.max(0, (matches[0]?.begin ?? 0) - BEFORE);
  const whole = { text: content, hits: hitsOf(content, matches) };
  const words = unmarked(part(whole, from, from + LOOKED_AT));
  const named = replaced(words, MENTION, (match, found) => {
    const name = nameOf(match[1] ?? "", mentions);
    return name === undefined ? found : all(name, found.hits.includes(true));
  });
  const spaced = replaced(named, /\s+/g, (_, found) => all(" ", found.hits.includes(true)));
  const line = replaced(spaced, /^\s|\s$/g, () => nothing);
  return { text: line.text, matches: rangesOf(line.hits) };
}

/** Its words without their marks; what stands in code stays as it is. */
function unmarked(traced: Traced): Traced {
  const parts: Traced[] = [];
  let at = 0;
  const addText = (end: number) => {
    parts.push(MARKS.reduce((rest, [mark, stays]) => withoutMark(rest, mark, stays), part(traced, at, end)));
  };
  for (const match of traced.text.matchAll(new RegExp(CODE, "dg"))) {
    addText(match.index);
    parts.push(part(traced, ...(match.indices?.[1] ?? match.indices?.[2] ?? [0, 0])));
    at = match.index + match[0].length;
  }
  addText(traced.text.length);
  return joined(parts);
}

function withoutMark(traced: Traced, mark: RegExp, stays: 0 | 1 | 2): Traced {
  return replaced(traced, mark, ({ indices }) => {
    const place = stays === 0 ? undefined : indices?.[stays];
    return place ? part(traced, ...place) : nothing;
  });
}

/** As `String.replace` has it, with what was found kept in its place. */
function replaced(
  traced: Traced,
  pattern: RegExp,
  change: (match: RegExpExecArray, found: Traced) => Traced,
): Traced {
  const parts: Traced[] = [];
  let at = 0;
  for (const match of traced.text.matchAll(new RegExp(pattern, `d${pattern.flags}`))) {
    const end = match.index + match[0].length;
    parts.push(part(traced, at, match.index), change(match, part(traced, match.index, end)));
    at = end;
  }
  return joined([...parts, part(traced, at, traced.text.length)]);
}

function part({ text, hits }: Traced, from: number, to: number): Traced {
  return { text: text.slice(from, to), hits: hits.slice(from, to) };
}

function all(text: string, isHit: boolean): Traced {
  return { text, hits: Array.from({ length: text.length }, () => isHit) };
}

function joined(parts: readonly Traced[]): Traced {
  return { text: parts.map(({ text }) => text).join(""), hits: parts.flatMap(({ hits }) => hits) };
}

function hitsOf(content: string, matches: readonly Range[]): boolean[] {
  const hits = Array.from({ length: content.length }, () => false);
  for (const { begin, end } of matches) hits.fill(true, begin, end);
  return hits;
}

function rangesOf(hits: readonly boolean[]): Range[] {
  const ranges: { begin: number; end: number }[] = [];
  hits.forEach((isHit, at) => {
    const last = ranges.at(-1);
    if (isHit && last?.end === at) last.end = at + 1;
    else if (isHit) ranges.push({ begin: at, end: at + 1 });
  });
  return ranges;
}
