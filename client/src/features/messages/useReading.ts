import { useCallback, useEffect, useRef, useState } from "react";
import type { RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { seenSeqOf } from "~/lib/seenSeq";
import type { Row } from "./rows";
import type { View } from "./view";

/**
 * A message counts as read when it was on screen while the window had the focus, with all that was unread before it.
 * Being at the end counts for everything above: whoever goes there has chosen to.
 */
export function useReading({ id: roomId, lastSeq, unreadCount, viewerMember }: RoomStateFragment) {
  const { reading } = useChat();
  const readSeq = viewerMember ? seenSeqOf(viewerMember) : lastSeq;
  const seen = useRef(readSeq);
  const newest = useRef(lastSeq);
  const view = useRef<View | null>(null);
  const [divider, setDivider] = useState<number | null>(unreadCount > 0 ? readSeq : null);

  const isHeld = useMarkedUnread(roomId, viewerMember?.unreadFrom ?? null, setDivider);

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
    const leave = () => setDivider((held) => (newest.current > seen.current ? held : seen.current));
    const comeBack = () => {
      if (newest.current <= seen.current) setDivider(null); // nothing came meanwhile
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
  }, [report, reading]);

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

/** A room that is marked unread while it is open stays so until it is opened again. */
function useMarkedUnread(roomId: string, unreadFrom: number | null, stand: (seenSeq: number) => void) {
  const { reading } = useChat();
  const isHeld = useRef(false);
  const atStart = useRef(unreadFrom);
  useEffect(() => {
    if (unreadFrom === null) isHeld.current = false;
    else reading.forget(roomId); // it is to be read once more
    if (unreadFrom === atStart.current) return;
    atStart.current = unreadFrom;
    if (unreadFrom === null) return;
    isHeld.current = true;
    stand(unreadFrom - 1);
  }, [reading, roomId, unreadFrom, stand]);
  return isHeld;
}

function isWatched(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}
