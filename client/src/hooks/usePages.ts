import type { TypedDocumentNode } from "@apollo/client";
import { useQuery } from "@apollo/client/react";
import { ASKED_ANEW } from "~/lib/client";

interface Page<TNode> {
  nodes: readonly TNode[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

type Asked = { roomId?: string; after?: string | null };

/** A list that is read on, page by page: null until it is here. `loadMore` rejects with what was refused. */
export function usePages<TData, TNode, TAsked extends Asked>(
  query: TypedDocumentNode<TData, TAsked>,
  variables: TAsked,
  pageOf: (data: TData) => Page<TNode>,
) {
  const { data, previousData, error, refetch, fetchMore } = useQuery<TData, Asked>(query, {
    variables,
    fetchPolicy: "cache-and-network",
    nextFetchPolicy: "cache-first",
    context: ASKED_ANEW,
  });
  const held = (data ?? (error ? undefined : previousData)) as TData | undefined;
  const page = held && pageOf(held);
  return {
    nodes: page?.nodes ?? null,
    pages: {
      hasFailed: error !== undefined,
      reload: refetch as () => Promise<unknown>,
      hasMore: page?.pageInfo.hasNextPage ?? false,
      loadMore: () =>
        fetchMore({ variables: { ...variables, after: page?.pageInfo.endCursor } }) as Promise<unknown>,
    },
  };
}
