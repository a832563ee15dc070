import { Center, Loader, Text } from "@mantine/core";
import { useLocation, useParams } from "react-router";
import { Composer } from "~/features/composer/Composer";
import { Timeline } from "~/features/messages/Timeline";
import { TypingLine } from "~/features/presence/TypingLine";
import { RoomHeader } from "~/features/rooms/RoomHeader";
import { useRoom } from "~/features/rooms/useRoom";
import { useChat } from "~/hooks/useChat";
import { roomFace } from "~/lib/roomFace";
import { useRoomActions } from "./useRoomActions";

export function RoomRoute() {
  const { roomId = "", messageId = null } = useParams();
  return <OpenRoom key={roomId} roomId={roomId} targetId={messageId} />;
}

function OpenRoom({ roomId, targetId }: { roomId: string; targetId: string | null }) {
  const { viewer } = useChat();
  const { room, members, isMissing } = useRoom(roomId);
  const around = useRoomActions(roomId);
  const { key } = useLocation();
  if (isMissing) {
    return (
      <Center flex={1}>
        <Text c="dimmed">There is no such room, or it is not yours to see.</Text>
      </Center>
    );
  }
  if (!room) {
    return (
      <Center flex={1}>
        <Loader size="sm" aria-label="Opening the room" />
      </Center>
    );
  }
  return (
    <>
      <RoomHeader room={room} />
      <Timeline
        key={targetId ? `${targetId}/${key}` : around.turn}
        room={room}
        members={members}
        targetId={targetId}
        editingId={around.editingId}
        actions={around.actions}
        onNewest={around.toNewest}
      />
      <TypingLine roomId={roomId} members={members} />
      <Composer
        ref={around.composer}
        roomId={roomId}
        to={roomFace(room, viewer.id).title}
        onEditLast={around.editLast}
      />
    </>
  );
}
