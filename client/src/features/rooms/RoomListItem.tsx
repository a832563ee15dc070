import { Badge, Group, Text } from "@mantine/core";
import { memo } from "react";
import { NavLink } from "react-router";
import { RoomAvatar } from "~/components/RoomAvatar";
import { getFragmentData } from "~/gql";
import type { RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { shortWhen } from "~/lib/dates";
import { MessageState, Person } from "~/lib/fragments";
import { roomFace } from "~/lib/roomFace";
import classes from "./RoomListItem.module.css";

export const RoomListItem = memo(function RoomListItem({ room }: { room: RoomStateFragment }) {
  const { viewer } = useChat();
  const face = roomFace(room, viewer.id);
  const last = getFragmentData(MessageState, room.lastMessage);
  const unread = room.unreadCount > 0;
  return (
    <li className={classes.item}>
      <NavLink to={`/rooms/${room.id}`} className={classes.link}>
        <RoomAvatar face={face} />
        <div className={classes.text}>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <Text fw={unread ? 700 : 550} truncate>
              {face.title}
            </Text>
            {last && (
              <Text size="xs" c="dimmed" className={classes.when}>
                {shortWhen(last.createdAt)}
              </Text>
            )}
          </Group>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <Text size="sm" c="dimmed" truncate>
              {preview(room, viewer.id)}
            </Text>
            {unread && (
              <Badge
                size="md"
                flex="none"
                circle={room.unreadCount < 10}
                aria-label={`${room.unreadCount} unread`}
              >
                {room.unreadCount > 99 ? "99+" : room.unreadCount}
              </Badge>
            )}
          </Group>
        </div>
      </NavLink>
    </li>
  );
});

function preview(room: RoomStateFragment, viewerId: string): string {
  const last = getFragmentData(MessageState, room.lastMessage);
  if (!last) return "No messages yet";
  if (last.deletedAt) return "Message deleted";
  const sender = getFragmentData(Person, last.sender);
  if (sender.id === viewerId) return `You: ${last.content}`;
  return room.kind === "GROUP" ? `${sender.displayName}: ${last.content}` : last.content;
}
