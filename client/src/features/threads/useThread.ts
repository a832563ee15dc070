import { useQuery } from "@apollo/client/react";
import { getFragmentData, graphql } from "~/gql";
import type { MessageStateFragment } from "~/gql/graphql";
import { MessageState, Person } from "~/lib/fragments";
import { useRead } from "./useRead";

const TOGETHER_MS = 5 * 60_000; // 5 minutes: replies of one sender within that stand as a group

const Thread = graphql(`
  query Thread($id: ID!, $after: String) {
    message(id: $id) {
      ...MessageState
      id
      replies(first: 50, after: $after) {
        nodes { ...MessageState }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

/** The message that opened a thread, and its replies from the first on. */
export function useThread(rootId: string) {
  const { data, error, refetch, fetchMore } = useQuery(Thread, {
    variables: { id: rootId },
    fetchPolicy: "cache-and-network",
  });
  const page = data?.message.replies;
  const replies = (page?.nodes ?? []).map((reply) => getFragmentData(MessageState, reply));
  useRead(rootId, replies.at(-1)?.seq);
  return {
    root: data ? getFragmentData(MessageState, data.message) : null,
    replies,
    opensGroup,
    error: data ? undefined : error,
    reload: () => void refetch().catch(() => undefined),
    hasMore: page?.pageInfo.hasNextPage ?? false,
    loadMore: () => void fetchMore({ variables: { after: page?.pageInfo.endCursor } }).catch(() => undefined),
  };
}

function opensGroup(reply: MessageStateFragment, previous: MessageStateFragment | undefined): boolean {
  const senderId = (message: MessageStateFragment) => getFragmentData(Person, message.sender).id;
  if (!previous || senderId(previous) !== senderId(reply)) return true;
  return Date.parse(reply.createdAt) - Date.parse(previous.createdAt) >= TOGETHER_MS;
}
