import type { FieldPolicy, Reference } from "@apollo/client";

/** What the cache holds of `Room.messages`: each message once, by its seq. */
export interface HeldTimeline {
  bySeq: Readonly<Record<number, Reference>>;
  /** Of the page that holds the oldest message; null while no page was loaded, only live messages came. */
  pageInfo: PageEdge | null;
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

  merge(existing, incoming, { readField }) {
    const seqOf = (ref: Reference) => readField<number>("seq", ref) as number;
    const page = Object.fromEntries(incoming.nodes.map((ref) => [seqOf(ref), ref]));
    return incoming.pageInfo
      ? withPage(existing, page, incoming.pageInfo)
      : withLive(existing ?? { bySeq: {}, pageInfo: null }, page);
  },

  // Until a page was loaded there is nothing to show: undefined makes the query go and load one.
  read(existing) {
    if (!existing?.pageInfo) return undefined;
    return {
      __typename: "MessageConnection",
      nodes: Object.values(existing.bySeq),
      pageInfo: pageInfoOf(existing),
    };
  },
};

function withPage(
  held: HeldTimeline | undefined,
  page: HeldTimeline["bySeq"],
  pageInfo: PageEdge,
): HeldTimeline {
  const oldest = Math.min(...seqs(page));
  if (!held?.pageInfo) {
    // Live messages from before the first page's start would be islands: history brings them again.
    const newer = Object.entries(held?.bySeq ?? {}).filter(([seq]) => Number(seq) >= oldest);
    return { bySeq: { ...Object.fromEntries(newer), ...page }, pageInfo };
  }
  const reachesBack = oldest <= Math.min(...seqs(held.bySeq));
  return { bySeq: { ...held.bySeq, ...page }, pageInfo: reachesBack ? pageInfo : held.pageInfo };
}

/** A change to a message older than all that is held must not become an island at the top. */
function withLive(held: HeldTimeline, live: HeldTimeline["bySeq"]): HeldTimeline {
  const oldest = held.pageInfo ? Math.min(...seqs(held.bySeq)) : 0;
  const fitting = Object.entries(live).filter(
    ([seq]) => oldest === Number.POSITIVE_INFINITY || Number(seq) >= oldest,
  );
  return { ...held, bySeq: { ...held.bySeq, ...Object.fromEntries(fitting) } };
}

function pageInfoOf({ bySeq, pageInfo }: HeldTimeline) {
  // Seq 1 is the beginning, whatever a page once said.
  return {
    __typename: "PageInfo",
    ...pageInfo,
    hasPreviousPage: Boolean(pageInfo?.hasPreviousPage) && !bySeq[1],
  };
}

function seqs(bySeq: HeldTimeline["bySeq"]): number[] {
  return Object.keys(bySeq).map(Number);
}
