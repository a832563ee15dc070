import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { isWatched } from "~/lib/focus";
import { seenSeqOf } from "~/lib/seenSeq";
import type { Row } from "./rows";
import type { View } from "./view";

/**
 * A message counts as read when it was on screen while the window had the focus, with all that was unread before it.
 * Being at the end counts for everything above: whoever goes there has chosen to.
 */
export function useReading(room: RoomStateFragment, isHeld: RefObject<boolean>) {
  const { id: roomId, lastSeq, unreadCount, viewerMember } = room;
  const { reading } = useChat();
  const readSeq = viewerMember ? seenSeqOf(viewerMember) : lastSeq;
  const seen = useRef(readSeq);
  const newest = useRef(lastSeq);
  const view = useRef<View | null>(null);
  const [divider, setDivider] = useState<number | null>(unreadCount > 0 ? readSeq : null);

  useMark(viewerMember?.unreadFrom ?? null, setDivider);

  const report = useCallback(() => {
    const now = view.current;
    if (!now || isHeld.current || !isWatched()) return;
    if (!now.isAtEnd && now.firstSeq > seen.current + 1) return;
    if (now.lastSeq <= seen.current) return;
    seen.current = now.lastSeq;
    reading.reach(roomId, now.lastSeq);
  }, [reading, roomId, isHeld]);

  useEffect(() => {
    seen.current = Math.max(seen.current, readSeq); // read on another device
    newest.current = lastSeq;
  }, [readSeq, lastSeq]);

  useEffect(() => {
    const isAllSeen = () => newest.current <= seen.current && !isHeld.current;
    const leave = () => setDivider((held) => (isAllSeen() ? seen.current : held));
    const comeBack = () => {
      if (isAllSeen()) setDivider(null); // nothing came meanwhile
      report();
    };
    window.addEventListener("focus", comeBack);
    window.addEventListener("blur", leave);
    document.addEventListener("visibilitychange", report);
    return () => {
      window.removeEventListener("focus", comeBack);
      window.removeEventListener("blur", leave);
      document.removeEventListener("visibilitychange", report);
      reading.flush();
    };
  }, [report, reading, isHeld]);

  const onView = useCallback(
    (now: View) => {
      view.current = now;
      report();
    },
    [report],
  );

  /** All of it counts as read, seen or not. */
  const markRead = useCallback(() => {
    seen.current = newest.current;
    reading.reach(roomId, newest.current);
    setDivider(null);
  }, [reading, roomId]);

  /** While nobody looks, the first message that nobody has seen stays on screen. */
  const holdsAt = useCallback((rows: readonly Row[]) => {
    if (isWatched()) return -1;
    return rows.findIndex((row) => row.kind === "message" && !row.isOwn && row.message.seq > seen.current);
  }, []);

  return { divider, onView, holdsAt, markRead };
}

/** Once the room is marked unread from another message on, the divider stands there. */
function useMark(unreadFrom: number | null, stand: (seenSeq: number) => void): void {
  const before = useRef(unreadFrom);
  useEffect(() => {
    if (unreadFrom !== before.current && unreadFrom !== null) stand(unreadFrom - 1);
    before.current = unreadFrom;
  }, [unreadFrom, stand]);
}
