import { Button, Center, Loader, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { VList } from "virtua";
import { Icon } from "~/components/Icon";
import type { RoomMemberFragment, RoomStateFragment } from "~/gql/graphql";
import type { Row } from "./rows";
import classes from "./Timeline.module.css";
import { TimelineRow } from "./TimelineRow";
import { useReading } from "./useReading";
import { useScroll } from "./useScroll";
import { useTimeline } from "./useTimeline";

interface Props {
  room: RoomStateFragment;
  members: readonly RoomMemberFragment[];
}

export function Timeline({ room, members }: Props) {
  const [readAtOpening] = useState(() =>
    room.unreadCount > 0 ? (room.viewerMember?.readSeq ?? null) : null,
  );
  const timeline = useTimeline(room.id, readAtOpening);
  const onVisible = useReading(room.id);
  const scroll = useScroll({ rows: timeline.rows, onNearTop: timeline.loadOlder, onVisible });

  if (timeline.error) return <Failed retry={timeline.reload} />;
  if (!timeline.isLoaded) {
    return (
      <Center flex={1}>
        <Loader size="sm" aria-label="Loading messages" />
      </Center>
    );
  }
  return (
    <div className={classes.frame}>
      <VList
        ref={scroll.list}
        className={classes.list}
        style={{ display: "flex", flexDirection: "column" }} // the list sets its own inline
        data={timeline.rows}
        shift={scroll.isPrepend}
        onScroll={scroll.onScroll}
        role="log"
        aria-label="Messages"
        tabIndex={0}
      >
        {(row: Row) => (
          <TimelineRow key={row.key} row={row} room={room} members={members} onHole={timeline.fillHole} />
        )}
      </VList>
      {!scroll.isAtEnd && (
        <Button
          className={classes.toEnd}
          size="compact-md"
          radius="xl"
          variant={room.unreadCount > 0 ? "filled" : "default"}
          leftSection={<Icon name="down" size={16} />}
          onClick={scroll.toEnd}
        >
          {room.unreadCount > 0 ? "New messages" : "Latest"}
        </Button>
      )}
    </div>
  );
}

function Failed({ retry }: { retry: () => void }) {
  return (
    <Center flex={1}>
      <Stack align="center" gap="sm">
        <Text c="dimmed">The messages could not be loaded.</Text>
        <Button variant="light" onClick={retry}>
          Try again
        </Button>
      </Stack>
    </Center>
  );
}
