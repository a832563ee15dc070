/** Those whose label has all words of the text at the beginning of a word; the earlier in the label, the further up. */
export function rank<T extends { label: string; hint?: string }>(choices: readonly T[], text: string): T[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...choices];
  return choices
    .map((choice) => ({ choice, at: placeOf(words, fold(`${choice.label} ${choice.hint ?? ""}`)) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ choice }) => choice);
}

function placeOf(words: readonly string[], label: string): number {
  const places = words.map((word) => ` ${label}`.search(new RegExp(`[\\s@._-]${literally(word)}`)));
  return places.includes(-1) ? -1 : Math.min(...places);
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
