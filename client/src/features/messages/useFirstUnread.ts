import { useQuery } from "@apollo/client/react";
import { graphql } from "~/gql";
import type { FirstUnreadQuery, RoomStateFragment } from "~/gql/graphql";

const FirstUnreadMessage = graphql(`
  query FirstUnread($roomId: ID!) {
    room(id: $roomId) {
      id
      firstUnread { id seq createdAt }
    }
  }
`);

export type FirstUnread = NonNullable<FirstUnreadQuery["room"]["firstUnread"]>;

/**
 * The first unread message while it is not loaded. `firstSeq` is the first message that is, `readSeq` where the unread
 * begins; null once nothing is unread.
 */
export function useFirstUnread(
  room: RoomStateFragment,
  readSeq: number | null,
  firstSeq: number | undefined,
): FirstUnread | null {
  const isAbove =
    room.unreadCount > 0 && readSeq !== null && firstSeq !== undefined && firstSeq > readSeq + 1;
  const { data } = useQuery(FirstUnreadMessage, {
    variables: { roomId: room.id },
    fetchPolicy: "network-only",
    nextFetchPolicy: "cache-first",
    skip: !isAbove,
  });
  const first = data?.room.firstUnread;
  return isAbove && first && first.seq < firstSeq ? first : null;
}
