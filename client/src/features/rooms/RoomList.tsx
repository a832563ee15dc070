import { Button, ScrollArea, Skeleton, Stack, Text } from "@mantine/core";
import { RoomListItem } from "./RoomListItem";
import { useRooms } from "./useRooms";

export function RoomList() {
  const { rooms, error, loading, refetch, hasMore, loadMore } = useRooms();
  if (loading) return <Placeholder />;
  if (error && rooms.length === 0) {
    return (
      <Stack p="md" align="center">
        <Text c="dimmed">Your rooms could not be loaded.</Text>
        <Button variant="light" onClick={() => refetch()}>
          Try again
        </Button>
      </Stack>
    );
  }
  if (rooms.length === 0) {
    return (
      <Text c="dimmed" ta="center" p="xl" size="sm">
        No conversations yet. Start one with “New”.
      </Text>
    );
  }
  return (
    <ScrollArea flex={1} type="scroll" component="nav" aria-label="Rooms">
      <Stack gap={2} p="xs" component="ul" m={0}>
        {rooms.map((room) => (
          <RoomListItem key={room.id} room={room} />
        ))}
      </Stack>
      {hasMore && (
        <Button variant="subtle" fullWidth onClick={loadMore}>
          Show more
        </Button>
      )}
    </ScrollArea>
  );
}

function Placeholder() {
  return (
    <Stack p="md" gap="md" aria-hidden="true">
      {[70, 50, 60, 40].map((width) => (
        <Skeleton key={width} height={40} width={`${width}%`} radius="md" />
      ))}
    </Stack>
  );
}
