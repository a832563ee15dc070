import { useParams } from "react-router";
import { useRooms } from "./useRooms";

/** Goes up or down the list from the open room: to the next one, or to the next with something unread. */
export function useUnreadStep(openRoom: (roomId: string) => void) {
  const { rooms } = useRooms();
  const { roomId } = useParams();
  return (direction: 1 | -1, unreadOnly: boolean) => {
    const here = rooms.findIndex(({ id }) => id === roomId);
    const from = here < 0 && direction < 0 ? 0 : here;
    for (let step = 1; step <= rooms.length; step += 1) {
      const room = rooms[(from + direction * step + rooms.length * 2) % rooms.length];
      if (room && room.id !== roomId && (!unreadOnly || room.unreadCount > 0)) return openRoom(room.id);
    }
  };
}
