export interface Range {
  begin: number;
  end: number;
}

export interface Piece {
  text: string;
  isMatch: boolean;
}

const BEFORE = 60; // characters shown before the first match
const SHOWN = 320; // characters shown in all

/** The part of a text around its first match, cut where matches begin and end. Ranges count UTF-16 code units, as strings do. */
export function excerpt(content: string, matches: readonly Range[]): Piece[] {
  const from = whole(content, Math.max(0, (matches[0]?.begin ?? 0) - BEFORE));
  const to = whole(content, Math.min(content.length, from + SHOWN));
  const pieces: Piece[] = [];
  let at = from;
  const add = (end: number, isMatch: boolean) => {
    const text = content.slice(at, end);
    if (text) pieces.push({ text, isMatch });
    at = Math.max(at, end);
  };
  for (const { begin, end } of matches) {
    if (begin >= to) break;
    add(begin, false);
    add(Math.min(end, to), true);
  }
  add(to, false);
  if (from > 0) pieces.unshift({ text: "…", isMatch: false });
  if (to < content.length) pieces.push({ text: "…", isMatch: false });
  return pieces;
}

/** A place that does not cut a character of two code units in half. */
function whole(content: string, at: number): number {
  const isSecondHalf = /[\uDC00-\uDFFF]/.test(content.charAt(at));
  return isSecondHalf ? at + 1 : at;
}
