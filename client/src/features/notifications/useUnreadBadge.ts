import { useEffect } from "react";
import type { RoomStateFragment } from "~/gql/graphql";
import { type Badge, badgeOf, iconOf, titleOf } from "./badge";

/** What is unread, in the title of the page, in its icon, and on the icon of the installed app. */
export function useUnreadBadge(rooms: readonly RoomStateFragment[]): void {
  const { calls, hasMore } = badgeOf(rooms);
  useEffect(() => show({ calls, hasMore }), [calls, hasMore]);
  useEffect(() => () => show({ calls: 0, hasMore: false }), []);
}

function show(badge: Badge): void {
  document.title = titleOf(badge);
  document.querySelector('link[rel="icon"]')?.setAttribute("href", iconOf(badge));
  void mark(badge)?.catch(() => undefined); // not every system has a place for it
}

/** A number, a dot, or nothing. */
function mark({ calls, hasMore }: Badge): Promise<void> | undefined {
  if (calls > 0) return navigator.setAppBadge?.(calls);
  return hasMore ? navigator.setAppBadge?.() : navigator.clearAppBadge?.();
}
