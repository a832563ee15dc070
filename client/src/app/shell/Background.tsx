import { useEffect } from "react";
import { useNavigate, useParams } from "react-router";
import { Announcer } from "~/features/notifications/Announcer";
import { useDesktopNotifications } from "~/features/notifications/useDesktopNotifications";
import { useUnreadBadge } from "~/features/notifications/useUnreadBadge";
import { useRooms } from "~/features/rooms/useRooms";
import type { Overlay } from "~/hooks/useOverlay";
import { registerServiceWorker } from "~/lib/serviceWorker";
import { useShortcuts } from "./useShortcuts";

/** What goes on whatever is open. Apart from the layout, so that no message makes it render anew. */
export function Background({ open }: { open: (overlay: Overlay | null) => void }) {
  const { rooms } = useRooms();
  const { roomId } = useParams();
  const navigate = useNavigate();
  useShortcuts(open);
  useUnreadBadge(rooms);
  useDesktopNotifications(rooms, (id) => void navigate(`/rooms/${id}`));
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each visit
  useEffect(() => registerServiceWorker((path) => void navigate(path)), []);
  return <Announcer rooms={rooms} openRoomId={roomId} />;
}
