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
import { useHeights } from "./useHeights";
import { useReading } from "./useReading";
import { useScroll } from "./useScroll";
import { useTimeline } from "./useTimeline";
import { useUnreadPill } from "./useUnreadPill";
import type { View } from "./view";

/** The timeline on screen: only the rows in sight are in the document. */
export function MessageList(props: TimelineProps & { isReady: boolean }) {
  const { room, members, targetId, editingId, isHeld, onNewest } = props;
  const { viewer } = useChat();
  const reading = useReading(room, isHeld);
  const timeline = useTimeline(room, reading.divider, props.isReady);
  const pill = useUnreadPill(room, timeline.rows, timeline.unread);
  const onView = useAll(reading.onView, timeline.keepNear, pill.onView);
  const scroll = useScroll({
    rows: timeline.rows,
    isAtNewest: timeline.isAtNewest,
    targetId,
    isUnreadAbove: timeline.unread.isAbove,
    isForNewest: props.isForNewest,
    onNearTop: timeline.loadOlder,
    onNearEnd: timeline.loadNewer,
    onView,
    holdsAt: reading.holdsAt,
  });
  const heights = useHeights(room.id, timeline.rows, scroll.list);
  const marks = useMemo(() => marksOf(members, viewer.id), [members, viewer.id]);
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
            room={room}
            marks={marks}
            editingId={editingId}
            targetId={targetId}
            onHole={timeline.fillHole}
          />
        )}
      </VList>
      {pill.first && (
        <UnreadPill
          first={pill.first}
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

type OnView = (view: View) => void;

function useAll(first: OnView, second: OnView, third: OnView): OnView {
  return useCallback(
    (view) => {
      first(view);
      second(view);
      third(view);
    },
    [first, second, third],
  );
}

function Opening() {
  return (
    <div className={classes.opening}>
      <Loader size="sm" aria-label="Loading messages" />
    </div>
  );
}
