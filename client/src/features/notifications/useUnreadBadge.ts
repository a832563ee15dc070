import { useEffect } from "react";
import type { RoomStateFragment } from "~/gql/graphql";

/** What is unread, in the title of the page, in its icon, and on the icon of the installed app. Muted rooms do not count. */
export function useUnreadBadge(rooms: readonly RoomStateFragment[]): void {
  const unread = rooms.reduce((sum, room) => sum + (room.viewerMember?.isMuted ? 0 : room.unreadCount), 0);
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Parley` : "Parley";
    setIcon(unread > 0 ? "/favicon-unread.svg" : "/favicon.svg");
    void navigator.setAppBadge?.(unread).catch(() => undefined);
  }, [unread]);
  useEffect(
    () => () => {
      document.title = "Parley";
      setIcon("/favicon.svg");
    },
    [],
  );
}

function setIcon(href: string): void {
  document.querySelector('link[rel="icon"]')?.setAttribute("href", href);
}
