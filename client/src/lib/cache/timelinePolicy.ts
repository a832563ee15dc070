import type { FieldPolicy, Reference } from "@apollo/client";

/** What the cache holds of `Room.messages`: each message once, by its seq. */
export interface HeldTimeline {
  bySeq: Readonly<Record<number, Reference>>;
  /** Where pages begin and end: the cursor of a message, by its seq. */
  cursors: Readonly<Record<number, string>>;
  /** The seq up to which the newest page reached; null while the newest messages are not held. */
  tail: number | null;
  /** The seq that the reader is at; null: at the newest. */
  at: number | null;
  /** Whether a page was loaded yet; before that only live messages came. */
  isLoaded: boolean;
}

interface PageEdges {
  hasPreviousPage: boolean;
  hasNextPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

interface Incoming {
  nodes: readonly Reference[];
  /** Present on a page of history, absent on messages that came live. */
  pageInfo?: PageEdges;
}

const nothing: HeldTimeline = { bySeq: {}, cursors: {}, tail: null, at: null, isLoaded: false };

/**
 * Pages and live messages meet here: merged by seq, each message once, in whatever order they came. Seqs are dense, so
 * the messages held fall into runs without a hole. What is read is the run that the reader is in.
 */
export const timelinePolicy: FieldPolicy<HeldTimeline, Incoming, unknown> = {
  keyArgs: false,

  merge(existing = nothing, incoming, { readField }) {
    const messages = incoming.nodes.map((ref) => [readField<number>("seq", ref), ref]);
    const bySeq: HeldTimeline["bySeq"] = Object.fromEntries(messages);
    return incoming.pageInfo ? withPage(existing, bySeq, incoming.pageInfo) : withLive(existing, bySeq);
  },

  // Undefined makes the query go and load a page.
  read(existing) {
    const run = existing && runOf(existing);
    if (!run) return undefined;
    const { from, to, isNewest } = run;
    const nodes = Object.entries(existing.bySeq)
      .filter(([seq]) => Number(seq) >= from && (isNewest || Number(seq) <= to))
      .map(([, ref]) => ref);
    const pageInfo = {
      __typename: "PageInfo",
      hasPreviousPage: from > 1,
      hasNextPage: !isNewest,
      startCursor: existing.cursors[from] ?? null,
      endCursor: existing.cursors[to] ?? null,
    };
    return { __typename: "MessageConnection", nodes, pageInfo };
  },
};

interface Run {
  from: number;
  to: number;
  /** It goes on to the newest message: what comes live stands in it, a message still on its way leaves a hole. */
  isNewest: boolean;
}

/** The messages around the reader, up to the next hole on either side; null if there are none. */
function runOf({ bySeq, tail, at, isLoaded }: HeldTimeline): Run | null {
  const anchor = at ?? tail;
  if (!isLoaded || anchor === null || (at !== null && !bySeq[at])) return null;
  let from = anchor;
  let to = anchor;
  while (bySeq[from - 1]) from -= 1;
  while (bySeq[to + 1]) to += 1;
  return { from, to, isNewest: tail !== null && from <= tail && tail <= to };
}

/**
 * Lets go of what lies far from the reader, so that a long way through the history costs no more than a short one. It
 * cuts where a page began or ended, from where it can be loaded again.
 */
export function keepNear(held: HeldTimeline, fromSeq: number, toSeq: number): HeldTimeline {
  const run = runOf(held);
  if (!run) return held;
  const edges = Object.keys(held.cursors).map(Number);
  const from = Math.max(run.from, ...edges.filter((seq) => seq <= fromSeq));
  const to = Math.min(run.to, ...edges.filter((seq) => seq >= toSeq));
  const keepsTail = run.isNewest && to === run.to;
  const isKept = (seq: number) => seq >= from && (keepsTail || seq <= to);
  const tail = keepsTail ? run.to : null;
  return {
    ...held,
    bySeq: only(held.bySeq, isKept),
    cursors: only(held.cursors, isKept),
    tail,
    at: keepsTail ? null : from,
  };
}

function withPage(held: HeldTimeline, page: HeldTimeline["bySeq"], info: PageEdges): HeldTimeline {
  const seqs = Object.keys(page).map(Number);
  const cursors = { ...held.cursors };
  const [first, last] = [seqs[0], seqs.at(-1)];
  if (first && info.startCursor) cursors[first] = info.startCursor;
  if (last && info.endCursor) cursors[last] = info.endCursor;
  const tail = info.hasNextPage ? held.tail : Math.max(held.tail ?? 0, last ?? 0);
  return { ...held, bySeq: { ...held.bySeq, ...page }, cursors, tail, isLoaded: true };
}

/** Where the newest messages are not held, those that come live have no place: they are loaded with their page. */
function withLive(held: HeldTimeline, live: HeldTimeline["bySeq"]): HeldTimeline {
  const hasPlace = (seq: number) => !held.isLoaded || held.bySeq[seq] || (held.tail ?? seq) < seq;
  return { ...held, bySeq: { ...held.bySeq, ...only(live, hasPlace) } };
}

function only<T>(bySeq: Readonly<Record<number, T>>, isKept: (seq: number) => unknown): Record<number, T> {
  return Object.fromEntries(Object.entries(bySeq).filter(([seq]) => isKept(Number(seq))));
}
