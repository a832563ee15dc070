import { Stack, Text, UnstyledButton } from "@mantine/core";
import { Link } from "react-router";
import { BlockButton } from "~/components/BlockButton";
import { Icon } from "~/components/Icon";
import { RoomAvatar } from "~/components/RoomAvatar";
import type { RoomMemberFragment, RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import type { DetailsPage } from "~/hooks/useOverlay";
import { inWords } from "~/lib/duration";
import { searchPath } from "~/lib/paths";
import { seenSentence } from "~/lib/presence";
import { roomFace } from "~/lib/roomFace";
import classes from "./DetailsLinks.module.css";
import { GroupDetails } from "./GroupDetails";
import { MuteSwitch } from "./MuteSwitch";
import { PinnedMessages } from "./PinnedMessages";

interface Props {
  room: RoomStateFragment;
  members: readonly RoomMemberFragment[];
  onClose(): void;
  onLeft(): void;
  onMessage(messageId: string): void;
  from: DetailsPage | null;
  onPage(page: DetailsPage): void;
}

/** What a room is, who is in it, and what the viewer may do there. */
export function AboutRoom({ room, members, onClose, onLeft, onMessage, from, onPage }: Props) {
  const { viewer } = useChat();
  const face = roomFace(room, viewer.id);
  return (
    <Stack gap="lg">
      <Stack align="center" gap={6}>
        <RoomAvatar face={face} size={84} />
        <Text fw={680} size="xl" ta="center" style={{ overflowWrap: "anywhere" }}>
          {face.title}
        </Text>
        <Text c="dimmed" size="sm" ta="center" style={{ overflowWrap: "anywhere" }}>
          {face.peer ? `@${face.peer.username} · ${seenSentence(face.peer)}` : room.topic}
        </Text>
        {room.kind === "GROUP" && (
          <Text c="dimmed" size="xs" ta="center">
            {rulesOf(room)}
          </Text>
        )}
      </Stack>
      {room.viewerMember && <MuteSwitch roomId={room.id} isMuted={room.viewerMember.isMuted ?? false} />}
      {room.viewerMember && <PinnedMessages roomId={room.id} onMessage={onMessage} />}
      {room.viewerMember && (
        <div className={classes.pages}>
          <UnstyledButton
            component={Link}
            to={searchPath({ roomId: room.id, query: "has:file" })}
            onClick={onClose}
            className={classes.page}
          >
            <Icon name="file" size={18} />
            <span className={classes.name}>Shared files</span>
            <Icon name="chevron" size={16} />
          </UnstyledButton>
        </div>
      )}
      {face.peer && face.peer.id !== viewer.id && <BlockButton person={face.peer} />}
      {room.kind === "GROUP" && (
        <GroupDetails room={room} members={members} onLeft={onLeft} from={from} onPage={onPage} />
      )}
    </Stack>
  );
}

function rulesOf(room: RoomStateFragment): string {
  const who = room.isPrivate
    ? "Private: only people who are added see it."
    : "Public: anyone can find it and join.";
  if (room.slowModeSeconds === 0) return who;
  return `${who} Slow mode: members write once in ${inWords(room.slowModeSeconds)}.`;
}
