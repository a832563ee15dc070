import { Divider, Loader, Text } from "@mantine/core";
import { memo, useEffect } from "react";
import type { RoomMemberFragment, RoomStateFragment } from "~/gql/graphql";
import { dayName } from "~/lib/dates";
import { MessageItem } from "./MessageItem";
import type { Row } from "./rows";
import classes from "./TimelineRow.module.css";
import { UnsentItem } from "./UnsentItem";

interface Props {
  row: Row;
  room: RoomStateFragment;
  members: readonly RoomMemberFragment[];
  onHole(messageId: string): void;
}

export const TimelineRow = memo(function TimelineRow({ row, room, members, onHole }: Props) {
  switch (row.kind) {
    case "beginning":
      return (
        <Text className={classes.beginning} c="dimmed" size="sm">
          This is where it begins.
        </Text>
      );
    case "day":
      return <Divider className={classes.divider} label={dayName(row.at)} />;
    case "unread":
      return <Divider className={classes.divider} label="New" color="red" c="red" />;
    case "hole":
      return <Hole fill={() => onHole(row.before.id)} />;
    case "message":
      return (
        <MessageItem
          message={row.message}
          opensGroup={row.opensGroup}
          isGroup={room.kind === "GROUP"}
          members={members}
        />
      );
    case "unsent":
      return <UnsentItem message={row.message} opensGroup={row.opensGroup} />;
  }
});

/** Messages that are not here yet. Being on screen is what loads them. */
function Hole({ fill }: { fill: () => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that it comes on screen
  useEffect(fill, []);
  return (
    <div className={classes.hole} role="status" aria-label="Loading messages">
      <Loader size="xs" />
    </div>
  );
}
