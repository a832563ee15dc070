import { useCallback, useMemo, useRef, useState } from "react";
import type { RoomStateFragment } from "~/gql/graphql";
import { seenSeqOf } from "~/lib/seenSeq";
import type { Row } from "./rows";
import type { FirstUnread, Unread } from "./useFirstUnread";
import type { View } from "./view";

/** The first unread message while it lies above what is on screen, loaded or not; null while nothing is to be read there. */
export function useUnreadPill(room: RoomStateFragment, rows: readonly Row[], { isAbove, first }: Unread) {
  const loaded = useMemo(() => firstLoaded(rows), [rows]);
  const begin = isAbove ? first : loaded;
  const [topSeq, setTopSeq] = useState(0);
  const beginSeq = useRef(0);
  beginSeq.current = begin?.seq ?? 0;
  const onView = useCallback(({ firstSeq }: View) => {
    setTopSeq(firstSeq > beginSeq.current ? beginSeq.current : 0); // not each place: only whether it is above
  }, []);
  const seenSeq = room.viewerMember ? seenSeqOf(room.viewerMember) : room.lastSeq;
  const isUnseen = begin !== null && room.unreadCount > 0 && begin.seq > seenSeq;
  const isHidden = isAbove || (topSeq > 0 && topSeq === begin?.seq);
  return { first: isUnseen && isHidden ? begin : null, onView };
}

/** The message below the divider. */
function firstLoaded(rows: readonly Row[]): FirstUnread | null {
  const divider = rows.findIndex(({ kind }) => kind === "unread");
  const row = divider < 0 ? undefined : rows[divider + 1];
  return row?.kind === "message" ? row.message : null;
}
