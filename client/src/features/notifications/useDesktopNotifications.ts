import { useEffect, useRef } from "react";
import { getFragmentData } from "~/gql";
import type { MessageStateFragment, RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { Person, RoomState } from "~/lib/fragments";
import { roomKey } from "~/lib/live/state";
import { mentionsUser } from "~/lib/mentions";
import { namedText } from "~/lib/namedText";
import { useNotifying } from "~/lib/notifying";

const BODY_CHARACTERS = 160;

/** Notifications of this page, while its window is not in front: asked for in the settings, and withdrawn when read. */
export function useDesktopNotifications(
  rooms: readonly RoomStateFragment[],
  openRoom: (roomId: string) => void,
): void {
  const { arrivals, live, viewer } = useChat();
  const [notifying] = useNotifying();
  const shown = useRef(new Map<string, Notification>());
  const open = useRef(openRoom);
  open.current = openRoom;

  useEffect(() => {
    if (notifying === "off" || !("Notification" in window)) return;
    return arrivals.listen((message) => {
      const room = getFragmentData(
        RoomState,
        live.cache.readFragment({
          id: roomKey(message.roomId),
          fragment: RoomState,
          fragmentName: "RoomState",
        }) as never,
      ) as RoomStateFragment | null;
      if (!room || document.hasFocus() || Notification.permission !== "granted") return;
      if (!isWanted(message, room, viewer.id, notifying === "all")) return;
      const notification = new Notification(titleOf(message, room), {
        body: namedText(message).slice(0, BODY_CHARACTERS) || "Sent a file",
        tag: `room:${room.id}`, // the tag of a push: the two never stand beside each other
        icon: "/icon-192.png",
      });
      notification.onclick = () => {
        window.focus();
        notification.close();
        open.current(room.id);
      };
      shown.current.set(room.id, notification);
    });
  }, [arrivals, live, viewer.id, notifying]);

  useEffect(() => {
    for (const { id, unreadCount } of rooms)
      if (unreadCount === 0) {
        shown.current.get(id)?.close();
        shown.current.delete(id);
      }
  }, [rooms]);
}

/** Never one's own, never from a muted room; else what is for oneself, or all of it. */
export function isWanted(
  message: Pick<MessageStateFragment, "sender" | "mentions" | "mentionsAll" | "content">,
  room: Pick<RoomStateFragment, "kind" | "viewerMember">,
  viewerId: string,
  all: boolean,
): boolean {
  if (getFragmentData(Person, message.sender).id === viewerId || room.viewerMember?.isMuted) return false;
  return all || room.kind === "DIRECT" || mentionsUser(message, viewerId);
}

function titleOf(message: MessageStateFragment, room: RoomStateFragment): string {
  const { displayName } = getFragmentData(Person, message.sender);
  return room.kind === "DIRECT" ? displayName : `${displayName} in ${room.name}`;
}
