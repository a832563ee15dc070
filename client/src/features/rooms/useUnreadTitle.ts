import { useEffect } from "react";
import { useRooms } from "./useRooms";

/** The number of unread messages, in the title of the page. */
export function useUnreadTitle(): void {
  const { rooms } = useRooms();
  const unread = rooms.reduce((sum, room) => sum + room.unreadCount, 0);
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Parley` : "Parley";
    return () => {
      document.title = "Parley";
    };
  }, [unread]);
}
