import type { FieldPolicy, Reference } from "@apollo/client";

interface HeldThread {
  bySeq: Readonly<Record<number, Reference>>;
  /** Null until a page was loaded. */
  pageInfo: PageEnd | null;
}

interface PageEnd {
  hasNextPage: boolean;
  endCursor: string | null;
}

interface Incoming {
  nodes: readonly Reference[];
  /** Present on a page, absent on replies that came live. */
  pageInfo?: PageEnd;
}

/** The replies of a thread from its beginning on, each once; live ones have their place once all before them are loaded. */
export const repliesPolicy: FieldPolicy<HeldThread, Incoming, unknown> = {
  keyArgs: false,

  merge(existing = { bySeq: {}, pageInfo: null }, { nodes, pageInfo }, { readField }) {
    const incoming = Object.fromEntries(nodes.map((ref) => [readField<number>("seq", ref), ref]));
    if (!pageInfo && existing.pageInfo?.hasNextPage) return existing;
    return { bySeq: { ...existing.bySeq, ...incoming }, pageInfo: pageInfo ?? existing.pageInfo };
  },

  read(existing) {
    if (!existing?.pageInfo) return undefined;
    const { bySeq, pageInfo } = existing;
    return {
      __typename: "MessageConnection",
      nodes: Object.values(bySeq),
      pageInfo: { __typename: "PageInfo", ...pageInfo },
    };
  },
};
