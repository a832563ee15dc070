import { Center, Loader, Text } from "@mantine/core";
import { useParams } from "react-router";
import { Composer } from "~/features/composer/Composer";
import { Timeline } from "~/features/messages/Timeline";
import { TypingLine } from "~/features/presence/TypingLine";
import { RoomHeader } from "~/features/rooms/RoomHeader";
import { useRoom } from "~/features/rooms/useRoom";
import { useChat } from "~/hooks/useChat";
import { roomFace } from "~/lib/roomFace";

export function RoomRoute() {
  const { roomId = "" } = useParams();
  return <OpenRoom key={roomId} roomId={roomId} />;
}

function OpenRoom({ roomId }: { roomId: string }) {
  const { viewer } = useChat();
  const { room, members, isMissing } = useRoom(roomId);
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
      <Timeline room={room} members={members} />
      <TypingLine roomId={roomId} members={members} />
      <Composer roomId={roomId} to={roomFace(room, viewer.id).title} />
    </>
  );
}
