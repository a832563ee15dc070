import { Loader } from "@mantine/core";
import { useEffect } from "react";
import type { RoomStateFragment } from "~/gql/graphql";
import { dayName } from "~/lib/dates";
import { isStaff } from "~/lib/roles";
import { Beginning } from "./Beginning";
import { MessageItem } from "./MessageItem";
import { type Marks, progressOf } from "./progress";
import type { Row } from "./rows";
import classes from "./TimelineRow.module.css";
import { UnsentItem } from "./UnsentItem";

interface Props {
  row: Row;
  room: RoomStateFragment;
  marks: Marks;
  editingId: string | null;
  targetId: string | null;
  onHole(messageId: string): void;
}

export function TimelineRow({ row, room, marks, editingId, targetId, onHole }: Props) {
  switch (row.kind) {
    case "beginning":
      return <Beginning room={room} />;
    case "day":
      return (
        <div className={classes.day}>
          <span>{dayName(row.at)}</span>
        </div>
      );
    case "unread":
      return (
        <div className={classes.unread}>
          <span>New</span>
        </div>
      );
    case "hole":
      return <Waiting onShown={() => onHole(row.before.id)} />;
    case "more":
      return <Waiting />;
    case "message":
      return (
        <MessageItem
          message={row.message}
          isOwn={row.isOwn}
          opensGroup={row.opensGroup}
          isGroup={room.kind === "GROUP"}
          isStaff={isStaff(room)}
          progress={row.isOwn ? progressOf(row.message.seq, marks) : null}
          isEditing={row.message.id === editingId}
          isTarget={row.message.id === targetId}
        />
      );
    case "unsent":
      return <UnsentItem message={row.message} opensGroup={row.opensGroup} />;
  }
}

/** Messages that are not here yet. In a hole, being on screen is what loads them. */
function Waiting({ onShown }: { onShown?: () => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that it comes on screen
  useEffect(() => onShown?.(), []);
  return (
    <div className={classes.waiting} role="status" aria-label="Loading messages">
      <Loader size="xs" />
    </div>
  );
}
