import { Loader } from "@mantine/core";
import { useCallback, useMemo } from "react";
import { VList } from "virtua";
import { useChat } from "~/hooks/useChat";
import { JumpDown } from "./JumpDown";
import classes from "./MessageList.module.css";
import { marksOf } from "./progress";
import type { Row } from "./rows";
import type { TimelineProps } from "./Timeline";
import { TimelineNotice } from "./TimelineNotice";
import { TimelineRow } from "./TimelineRow";
import { UnreadPill } from "./UnreadPill";
import { useArrows } from "./useArrows";
import { useFirstUnread } from "./useFirstUnread";
import { useHeights } from "./useHeights";
import { useReading } from "./useReading";
import { useScroll } from "./useScroll";
import { useTimeline } from "./useTimeline";
import type { View } from "./view";

/** The timeline on screen: only the rows in sight are in the document. */
export function MessageList(props: TimelineProps & { isReady: boolean }) {
  const { room, members, targetId, editingId, onNewest } = props;
  const { viewer } = useChat();
  const reading = useReading(room);
  const timeline = useTimeline(room.id, reading.divider, props.isReady);
  const onView = useBoth(reading.onView, timeline.keepNear);
  const firstUnread = useFirstUnread(room, reading.divider, timeline.messages[0]?.seq);
  const scroll = useScroll({
    rows: timeline.rows,
    isAtNewest: timeline.isAtNewest,
    targetId,
    onNearTop: timeline.loadOlder,
    onNearEnd: timeline.loadNewer,
    onView,
    holdsAt: reading.holdsAt,
  });
  const heights = useHeights(room.id, timeline.rows, scroll.list);
  const marks = useMemo(() => marksOf(members, viewer.id), [members, viewer.id]);
  const isStaff = room.kind === "GROUP" && room.viewerMember !== null && room.viewerMember.role !== "MEMBER";
  const onArrow = useArrows();

  if (timeline.error) {
    return (
      <TimelineNotice action="Try again" onAction={timeline.reload}>
        The messages could not be loaded.
      </TimelineNotice>
    );
  }
  if (!timeline.isLoaded) return <Opening />;
  return (
    <div className={classes.frame} ref={scroll.frame}>
      <VList
        ref={scroll.list}
        className={classes.list}
        style={{ display: "flex", flexDirection: "column" }} // the list sets its own inline
        data={timeline.rows}
        cache={heights}
        shift={scroll.shifts}
        onScroll={scroll.look}
        onKeyDown={onArrow}
        role="log"
        aria-label="Messages"
        tabIndex={0}
      >
        {(row: Row) => (
          <TimelineRow
            key={row.key}
            row={row}
            isGroup={room.kind === "GROUP"}
            isStaff={isStaff}
            marks={marks}
            editingId={editingId}
            targetId={targetId}
            onHole={timeline.fillHole}
          />
        )}
      </VList>
      {firstUnread && (
        <UnreadPill
          first={firstUnread}
          count={room.unreadCount}
          onJump={props.actions.jumpTo}
          onMarkRead={reading.markRead}
        />
      )}
      {!scroll.isAtEnd && (
        <JumpDown unread={room.unreadCount} onClick={timeline.isAtNewest ? scroll.toEnd : onNewest} />
      )}
    </div>
  );
}

function useBoth(first: (view: View) => void, second: (view: View) => void) {
  return useCallback(
    (view: View) => {
      first(view);
      second(view);
    },
    [first, second],
  );
}

function Opening() {
  return (
    <div className={classes.opening}>
      <Loader size="sm" aria-label="Loading messages" />
    </div>
  );
}
