import { Button, Text } from "@mantine/core";
import { Refusal } from "~/components/Refusal";
import { RoomAvatar } from "~/components/RoomAvatar";
import { graphql } from "~/gql";
import type { DiscoveredRoomFragment } from "~/gql/graphql";
import { useAttempt } from "~/hooks/useAttempt";
import classes from "./DiscoveredCard.module.css";
import { useJoinRoom } from "./mutations";

export const DiscoveredRoom = graphql(`
  fragment DiscoveredRoom on Room {
    id
    name
    topic
    memberCount
    avatarUrl
    viewerMember { role }
  }
`);

interface Props {
  room: DiscoveredRoomFragment;
  onOpen(roomId: string): void;
}

export function DiscoveredCard({ room, onOpen }: Props) {
  const joinRoom = useJoinRoom();
  const { attempt, busy, error } = useAttempt();
  const title = room.name ?? "Unnamed group";
  const isMember = room.viewerMember !== null;

  async function join() {
    if (await attempt(() => joinRoom(room.id))) onOpen(room.id);
  }

  return (
    <li className={classes.card}>
      <RoomAvatar face={{ id: room.id, title, peer: null, picture: room.avatarUrl }} size={48} />
      <div className={classes.about}>
        <Text fw={650} truncate>
          {title}
        </Text>
        {room.topic && (
          <Text size="sm" lineClamp={2}>
            {room.topic}
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {room.memberCount} {room.memberCount === 1 ? "member" : "members"}
        </Text>
        <Refusal>{error}</Refusal>
      </div>
      <Button
        variant={isMember ? "default" : "filled"}
        loading={busy}
        onClick={() => (isMember ? onOpen(room.id) : void join())}
        aria-label={`${isMember ? "Open" : "Join"} ${title}`}
      >
        {isMember ? "Open" : "Join"}
      </Button>
    </li>
  );
}
