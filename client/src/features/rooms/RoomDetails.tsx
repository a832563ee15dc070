import { Button, Center, Drawer, Loader, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import { BlockButton } from "~/components/BlockButton";
import { Icon } from "~/components/Icon";
import { RoomAvatar } from "~/components/RoomAvatar";
import { useChat } from "~/hooks/useChat";
import { searchPath } from "~/lib/paths";
import { seenSentence } from "~/lib/presence";
import { roomFace } from "~/lib/roomFace";
import { GroupDetails } from "./GroupDetails";
import { MuteSwitch } from "./MuteSwitch";
import { PinnedMessages } from "./PinnedMessages";
import { useRoom } from "./useRoom";

interface Props {
  roomId: string;
  onClose(): void;
  onLeft(): void;
  onMessage(messageId: string): void;
}

/** All about one room: what it is, who is in it, and what the viewer may do there. */
export default function RoomDetails({ roomId, onClose, onLeft, onMessage }: Props) {
  const { viewer } = useChat();
  const { room, members } = useRoom(roomId);
  const face = room && roomFace(room, viewer.id);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={420}
      title={room?.kind === "GROUP" ? "About this group" : "About this conversation"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {!room || !face ? (
        <Center py="xl">
          <Loader size="sm" aria-label="Loading the room" />
        </Center>
      ) : (
        <Stack gap="lg">
          <Stack align="center" gap={6}>
            <RoomAvatar face={face} size={84} />
            <Text fw={680} size="xl" ta="center" style={{ overflowWrap: "anywhere" }}>
              {face.title}
            </Text>
            <Text c="dimmed" size="sm" ta="center" style={{ overflowWrap: "anywhere" }}>
              {face.peer ? `@${face.peer.username} · ${seenSentence(face.peer)}` : room.topic}
            </Text>
          </Stack>
          {room.viewerMember && <MuteSwitch roomId={roomId} isMuted={room.viewerMember.isMuted ?? false} />}
          {room.viewerMember && <PinnedMessages roomId={roomId} onMessage={onMessage} />}
          {room.viewerMember && (
            <Button
              component={Link}
              to={searchPath({ roomId, query: "has:file" })}
              onClick={onClose}
              variant="default"
              leftSection={<Icon name="file" size={16} />}
            >
              Shared files
            </Button>
          )}
          {face.peer && face.peer.id !== viewer.id && <BlockButton person={face.peer} />}
          {room.kind === "GROUP" && <GroupDetails room={room} members={members} onLeft={onLeft} />}
        </Stack>
      )}
    </Drawer>
  );
}
