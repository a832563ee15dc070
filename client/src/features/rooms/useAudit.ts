import { useQuery } from "@apollo/client/react";
import { getFragmentData, graphql } from "~/gql";

const AuditEntry = graphql(`
  fragment AuditEntry on AuditRecord {
    id
    act
    at
    messageId
    detail
    actor { ...Person }
    user { id displayName }
  }
`);

const RoomAudit = graphql(`
  query RoomAudit($roomId: ID!, $after: String) {
    room(id: $roomId) {
      id
      audit(first: 30, after: $after) {
        nodes { ...AuditEntry }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

/** What was done in a group with more rights than everyone has, the newest first. For its owners and admins. */
export function useAudit(roomId: string) {
  const { data, error, refetch, fetchMore } = useQuery(RoomAudit, {
    variables: { roomId },
    fetchPolicy: "cache-and-network",
    nextFetchPolicy: "cache-first",
  });
  const page = data?.room.audit;
  return {
    /** Undefined until they are here. */
    entries: page?.nodes.map((node) => getFragmentData(AuditEntry, node)),
    error,
    reload: refetch,
    hasMore: page?.pageInfo.hasNextPage ?? false,
    loadMore: () => fetchMore({ variables: { after: page?.pageInfo.endCursor } }),
  };
}
