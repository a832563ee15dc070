import { ActionIcon, Group, Text, Title } from "@mantine/core";
import { Link } from "react-router";
import { Icon } from "~/components/Icon";
import { RoomAvatar } from "~/components/RoomAvatar";
import type { RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { shortWhen } from "~/lib/dates";
import { type Face, roomFace } from "~/lib/roomFace";

export function RoomHeader({ room }: { room: RoomStateFragment }) {
  const { viewer } = useChat();
  const face = roomFace(room, viewer.id);
  return (
    <Group component="header" px="md" h={60} gap="sm" wrap="nowrap">
      <ActionIcon component={Link} to="/" variant="subtle" hiddenFrom="sm" aria-label="Back to rooms">
        <Icon name="back" />
      </ActionIcon>
      <RoomAvatar face={face} size={38} />
      <div style={{ minWidth: 0 }}>
        <Title order={1} size="md" fw={650} lineClamp={1}>
          {face.title}
        </Title>
        <Text size="xs" c="dimmed" truncate>
          {subtitle(room, face)}
        </Text>
      </div>
    </Group>
  );
}

function subtitle(room: RoomStateFragment, { peer }: Face): string {
  if (peer?.presence === "ONLINE") return "Online";
  if (peer) return peer.lastSeen ? `Last seen ${shortWhen(peer.lastSeen).toLowerCase()}` : "Offline";
  const members = `${room.memberCount} ${room.memberCount === 1 ? "member" : "members"}`;
  return [room.isPrivate ? "Private group" : "Public group", members, room.topic].filter(Boolean).join(" · ");
}
