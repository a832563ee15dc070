import { type RefObject, useEffect, useRef } from "react";
import type { RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";

/**
 * Whether nothing of the room counts as read for now: once it is marked unread while it is open, it stays so until it
 * is opened again, wherever in it one goes meanwhile.
 */
export function useHold(roomId: string, room: RoomStateFragment | null | undefined): RefObject<boolean> {
  const { reading } = useChat();
  const isHeld = useRef(false);
  const unreadFrom = room && (room.viewerMember?.unreadFrom ?? null);
  const before = useRef(unreadFrom);
  useEffect(() => {
    if (unreadFrom === undefined) return; // the room is not here yet
    const isNews = before.current !== undefined && unreadFrom !== before.current;
    before.current = unreadFrom;
    if (unreadFrom === null) isHeld.current = false;
    else {
      reading.forget(roomId); // it is to be read once more
      isHeld.current ||= isNews;
    }
  }, [reading, roomId, unreadFrom]);
  return isHeld;
}
