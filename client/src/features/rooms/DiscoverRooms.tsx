import { useQuery } from "@apollo/client/react";
import { Button, Card, Group, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { RoomAvatar } from "~/components/RoomAvatar";
import { getFragmentData, graphql } from "~/gql";
import type { DiscoveredRoomFragment } from "~/gql/graphql";
import { useJoinRoom } from "./mutations";

const DiscoveredRoom = graphql(`
  fragment DiscoveredRoom on Room {
    id
    name
    topic
    memberCount
    viewerMember { role }
  }
`);

const Discover = graphql(`
  query DiscoverRooms($search: String, $after: String) {
    discoverRooms(search: $search, first: 20, after: $after) {
      nodes { ...DiscoveredRoom }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export function DiscoverRooms({ onOpen }: { onOpen: (roomId: string) => void }) {
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text.trim(), 200);
  const { data } = useQuery(Discover, {
    variables: { search: search || null },
    fetchPolicy: "cache-and-network",
  });
  const rooms = (data?.discoverRooms.nodes ?? []).map((room) => getFragmentData(DiscoveredRoom, room));
  return (
    <Stack>
      <TextInput
        type="search"
        aria-label="Search public groups"
        placeholder="Search public groups"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Stack component="ul" p={0} m={0} gap="sm" aria-label="Public groups">
        {rooms.map((room) => (
          <DiscoveredCard key={room.id} room={room} onOpen={onOpen} />
        ))}
      </Stack>
      {data && rooms.length === 0 && (
        <Text c="dimmed" role="status">
          No public groups found.
        </Text>
      )}
    </Stack>
  );
}

function DiscoveredCard({
  room,
  onOpen,
}: {
  room: DiscoveredRoomFragment;
  onOpen: (roomId: string) => void;
}) {
  const joinRoom = useJoinRoom();
  const title = room.name ?? "Unnamed group";
  const isMember = room.viewerMember !== null;
  return (
    <Card withBorder component="li" p="md">
      <Group wrap="nowrap">
        <RoomAvatar face={{ title, peer: null }} size={44} />
        <div style={{ flex: 1, minWidth: 0 }}>
          <Text fw={600} truncate>
            {title}
          </Text>
          <Text size="sm" c="dimmed" truncate>
            {[room.topic, `${room.memberCount} ${room.memberCount === 1 ? "member" : "members"}`]
              .filter(Boolean)
              .join(" · ")}
          </Text>
        </div>
        <Button
          variant={isMember ? "light" : "filled"}
          onClick={() => (isMember ? onOpen(room.id) : joinRoom(room.id).then(onOpen, () => undefined))}
          aria-label={`${isMember ? "Open" : "Join"} ${title}`}
        >
          {isMember ? "Open" : "Join"}
        </Button>
      </Group>
    </Card>
  );
}
