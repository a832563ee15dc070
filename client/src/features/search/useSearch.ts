import { useQuery } from "@apollo/client/react";
import { getFragmentData, graphql } from "~/gql";
import { messageOf } from "~/lib/errors";
import { MessageState } from "~/lib/fragments";

const Search = graphql(`
  query Search($query: String!, $roomId: ID, $after: String) {
    searchMessages(query: $query, roomId: $roomId, first: 20, after: $after) {
      nodes {
        ...MessageState
        matches(query: $query) { begin end }
        room { id kind name }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

/** Messages that answer to a search, the newest first. */
export function useSearch(query: string, roomId: string | null) {
  const { data, error, loading, refetch, fetchMore } = useQuery(Search, {
    variables: { query, roomId },
    skip: query === "",
    fetchPolicy: "network-only",
    notifyOnNetworkStatusChange: true,
  });
  const page = data?.searchMessages;
  const results = (page?.nodes ?? []).map((node) => ({
    message: getFragmentData(MessageState, node),
    matches: node.matches,
    room: node.room,
  }));

  function loadMore() {
    fetchMore({
      variables: { after: page?.pageInfo.endCursor },
      updateQuery: (held, { fetchMoreResult }) => ({
        searchMessages: {
          ...fetchMoreResult.searchMessages,
          nodes: [...held.searchMessages.nodes, ...fetchMoreResult.searchMessages.nodes],
        },
      }),
    }).catch(() => undefined); // the button is there to try again
  }

  return {
    results,
    isLoading: loading,
    isAsked: query !== "",
    problem: error ? messageOf(error) : null,
    reload: () => void refetch().catch(() => undefined),
    hasMore: page?.pageInfo.hasNextPage ?? false,
    loadMore,
  };
}

export type Result = ReturnType<typeof useSearch>["results"][number];
