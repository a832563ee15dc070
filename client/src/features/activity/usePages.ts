import type { TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";

interface Page<TNode> {
  nodes: readonly TNode[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

type Asked = { after?: string | null };

/** A list of the viewer's that is read on, page by page. */
export function usePages<TData, TNode>(
  query: TypedDocumentNode<TData, Asked>,
  pageOf: (data: TData) => Page<TNode>,
) {
  const { data, previousData, error, refetch, fetchMore } = useQuery<TData, Asked>(query, {
    variables: {},
    fetchPolicy: "cache-and-network",
    nextFetchPolicy: "cache-first",
    context: { queryDeduplication: false }, // an answer on its way may be older than what made it be asked for anew
  });
  const held = (data ?? previousData) as TData | undefined;
  const page = held && pageOf(held);
  return {
    nodes: page?.nodes ?? null,
    pages: {
      hasFailed: error !== undefined,
      reload: () => refetch(),
      hasMore: page?.pageInfo.hasNextPage ?? false,
      loadMore: () =>
        void fetchMore({ variables: { after: page?.pageInfo.endCursor } }).catch(() => undefined),
    },
  };
}
