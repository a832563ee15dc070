import { VisuallyHidden } from "@mantine/core";
import { useEffect, useState } from "react";
import { getFragmentData } from "~/gql";
import type { RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { Person } from "~/lib/fragments";
import { namedText } from "~/lib/namedText";

interface Props {
  rooms: readonly RoomStateFragment[];
  /** Its own timeline tells of what arrives there. */
  openRoomId: string | undefined;
}

/** Tells screen readers what arrives in rooms that are not open. */
export function Announcer({ rooms, openRoomId }: Props) {
  const { arrivals, viewer } = useChat();
  const [words, setWords] = useState("");
  useEffect(
    () =>
      arrivals.listen((message) => {
        const room = rooms.find(({ id }) => id === message.roomId);
        const sender = getFragmentData(Person, message.sender);
        if (!room || room.id === openRoomId || room.viewerMember?.isMuted || sender.id === viewer.id) return;
        const where = room.kind === "GROUP" ? ` in ${room.name}` : "";
        setWords(`${sender.displayName}${where}: ${namedText(message) || "a file"}`);
      }),
    [arrivals, viewer.id, rooms, openRoomId],
  );
  return (
    <VisuallyHidden role="status" aria-label="New messages elsewhere">
      {words}
    </VisuallyHidden>
  );
}
