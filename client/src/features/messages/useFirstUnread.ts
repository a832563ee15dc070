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

export interface Unread {
  /** The unread begins, or may begin, with a message that is not loaded. */
  isAbove: boolean;
  /** The first unread message, where the server had to be asked for it. */
  first: FirstUnread | null;
}

/**
 * Where the unread begins if that is not seen from the messages held. `firstSeq` is the first of those, `readSeq` the
 * last one that was read; null once nothing is unread. What moves either lets go of the answer in the cache.
 */
export function useFirstUnread(
  { id: roomId, unreadCount }: Pick<RoomStateFragment, "id" | "unreadCount">,
  readSeq: number | null,
  firstSeq: number | undefined,
): Unread {
  const isHidden = unreadCount > 0 && readSeq !== null && firstSeq !== undefined && firstSeq > readSeq + 1;
  const { data } = useQuery(FirstUnreadMessage, {
    variables: { roomId },
    fetchPolicy: "network-only",
    nextFetchPolicy: "cache-first",
    skip: !isHidden,
  });
  const first = (isHidden && data?.room.firstUnread) || null;
  return { isAbove: isHidden && (first === null || first.seq < firstSeq), first };
}
