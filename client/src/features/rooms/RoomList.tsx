import { Button, Skeleton, Stack, Text } from "@mantine/core";
import type { RoomStateFragment } from "~/gql/graphql";
import classes from "./RoomList.module.css";
import { RoomSection } from "./RoomSection";
import { useRooms } from "./useRooms";

/** All rooms of the viewer, the people apart from the groups, each most recently active first. */
export function RoomList() {
  const { rooms, error, loading, refetch, hasMore, loadMore } = useRooms();
  if (loading) return <Placeholder />;
  if (error && rooms.length === 0) return <Failed retry={() => void refetch()} />;
  if (rooms.length === 0) return <Empty />;
  const [direct, groups] = split(rooms);
  return (
    <nav className={classes.list} aria-label="Rooms">
      <RoomSection name="Groups" rooms={groups} />
      <RoomSection name="People" rooms={direct} />
      {hasMore && (
        <Button variant="subtle" size="compact-sm" mx="sm" onClick={loadMore}>
          Show more
        </Button>
      )}
    </nav>
  );
}

function split(rooms: readonly RoomStateFragment[]) {
  return [
    rooms.filter(({ kind }) => kind === "DIRECT"),
    rooms.filter(({ kind }) => kind === "GROUP"),
  ] as const;
}

function Empty() {
  return (
    <Stack flex={1} p="lg" gap={4} justify="center" align="center">
      <Text fw={600}>It is quiet here</Text>
      <Text c="dimmed" ta="center" size="sm">
        Start a conversation with the plus above, or find a group with the compass.
      </Text>
    </Stack>
  );
}

function Failed({ retry }: { retry: () => void }) {
  return (
    <Stack flex={1} p="md" align="center" justify="center" gap="sm" role="alert">
      <Text c="dimmed" size="sm" ta="center">
        Your rooms could not be loaded.
      </Text>
      <Button variant="default" size="compact-md" onClick={retry}>
        Try again
      </Button>
    </Stack>
  );
}

function Placeholder() {
  return (
    <div className={classes.placeholder} role="status" aria-label="Loading your rooms">
      {[70, 50, 62, 44, 58, 66].map((width) => (
        <div key={width} className={classes.placeholderRow}>
          <Skeleton height={40} circle />
          <Skeleton height={14} width={`${width}%`} radius="sm" />
        </div>
      ))}
    </div>
  );
}
