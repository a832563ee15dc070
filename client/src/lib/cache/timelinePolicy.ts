import type { FieldPolicy, Reference } from "@apollo/client";

/** What the cache holds of `Room.messages`: each message once, by its seq. */
export interface HeldTimeline {
  bySeq: Readonly<Record<number, Reference>>;
  /** Where the loaded history begins; null while no page was loaded, only live messages came. */
  history: (PageEdge & { from: number }) | null;
}

interface PageEdge {
  hasPreviousPage: boolean;
  startCursor: string | null;
}

interface Incoming {
  nodes: readonly Reference[];
  /** Present on a page of history, absent on messages that came live. */
  pageInfo?: PageEdge;
}

/**
 * Pages and live messages meet here: merged by seq, each message once, in whatever order they came.
 * Seqs are dense, so a hole between two held messages is a hole in what was loaded; the timeline shows it as such.
 */
export const timelinePolicy: FieldPolicy<HeldTimeline, Incoming, unknown> = {
  keyArgs: false,

  merge(existing = { bySeq: {}, history: null }, incoming, { readField }) {
    const messages = incoming.nodes.map((ref) => [readField<number>("seq", ref), ref]);
    const bySeq = Object.fromEntries(messages);
    return incoming.pageInfo ? withPage(existing, bySeq, incoming.pageInfo) : withLive(existing, bySeq);
  },

  // Until a page was loaded there is nothing to show: undefined makes the query go and load one.
  read(existing) {
    if (!existing?.history) return undefined;
    const { from, ...edge } = existing.history;
    const pageInfo = { __typename: "PageInfo", ...edge, hasPreviousPage: from > 1 };
    return { __typename: "MessageConnection", nodes: Object.values(existing.bySeq), pageInfo };
  },
};

function withPage(held: HeldTimeline, page: HeldTimeline["bySeq"], edge: PageEdge): HeldTimeline {
  const seqs = Object.keys(page).map(Number);
  const from = edge.hasPreviousPage && seqs.length > 0 ? Math.min(...seqs) : 1;
  const bySeq = { ...held.bySeq, ...page };
  if (held.history && held.history.from < from) return { ...held, bySeq };
  return { history: { ...edge, from }, bySeq: since(from, bySeq) };
}

/** A change to a message older than all that was loaded must not become an island at the top. */
function withLive(held: HeldTimeline, live: HeldTimeline["bySeq"]): HeldTimeline {
  return { ...held, bySeq: { ...held.bySeq, ...since(held.history?.from ?? 1, live) } };
}

function since(from: number, bySeq: HeldTimeline["bySeq"]): HeldTimeline["bySeq"] {
  return Object.fromEntries(Object.entries(bySeq).filter(([seq]) => Number(seq) >= from));
}
