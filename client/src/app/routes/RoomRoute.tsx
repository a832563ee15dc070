import { ActionIcon, Center, Loader, Tooltip } from "@mantine/core";
import { lazy, Suspense, useEffect, useMemo } from "react";
import { Link, useLocation, useParams } from "react-router";
import { Blank } from "~/components/Blank";
import { Icon } from "~/components/Icon";
import { Composer } from "~/features/composer/Composer";
import { Timeline } from "~/features/messages/Timeline";
import { useHold } from "~/features/messages/useHold";
import { TypingLine } from "~/features/presence/TypingLine";
import { RoomHeader } from "~/features/rooms/RoomHeader";
import { useRoom } from "~/features/rooms/useRoom";
import { DropArea } from "~/features/uploads/DropArea";
import { getFragmentData } from "~/gql";
import type { RoomMemberFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { Person } from "~/lib/fragments";
import { searchPath } from "~/lib/paths";
import { isStaff } from "~/lib/roles";
import { roomFace } from "~/lib/roomFace";
import { Page } from "../shell/Page";
import classes from "./RoomRoute.module.css";
import { useFiles } from "./useFiles";
import { useRoomActions } from "./useRoomActions";

const RoomThread = lazy(() => import("./RoomThread"));

export function RoomRoute() {
  const { roomId = "", messageId = null } = useParams();
  return <OpenRoom key={roomId} roomId={roomId} targetId={messageId} />;
}

function OpenRoom({ roomId, targetId }: { roomId: string; targetId: string | null }) {
  const { viewer, loader } = useChat();
  useEffect(() => {
    if (!targetId) loader.prepare(roomId); // its messages do not wait for what the room is
  }, [loader, roomId, targetId]);
  const { room, members, isMissing } = useRoom(roomId);
  const isHeld = useHold(roomId, room);
  const around = useRoomActions(roomId);
  const files = useFiles(roomId);
  const { key } = useLocation();
  const mayCallAll = room ? isStaff(room) : false;
  const people = useMemo(
    () => [...mentionable(members, viewer.id), ...(mayCallAll ? [EVERYONE] : [])],
    [members, viewer.id, mayCallAll],
  );
  if (isMissing) {
    return (
      <Page title="Not found">
        <Blank icon="lock">There is no such room, or it is not yours to see.</Blank>
      </Page>
    );
  }
  if (!room) {
    return (
      <Center flex={1}>
        <Loader size="sm" aria-label="Opening the room" />
      </Center>
    );
  }
  const composer = { roomId, to: roomFace(room, viewer.id).title, people };
  return (
    <div className={classes.room}>
      <DropArea className={classes.talk} onFiles={files.onFiles}>
        <RoomHeader room={room}>
          <Tooltip label="Search this conversation">
            <ActionIcon
              component={Link}
              to={searchPath({ roomId })}
              variant="subtle"
              color="gray"
              size={36}
              aria-label="Search this conversation"
            >
              <Icon name="search" />
            </ActionIcon>
          </Tooltip>
        </RoomHeader>
        <Timeline
          key={targetId ? `${targetId}/${key}` : around.turn}
          room={room}
          members={members}
          targetId={targetId}
          isForNewest={around.turn > 0}
          editingId={around.editingId}
          isHeld={isHeld}
          actions={around.actions}
          onNewest={around.toNewest}
        />
        <TypingLine roomId={roomId} members={members} />
        <Composer ref={around.composer} {...composer} {...files} onEditLast={around.editLast} />
      </DropArea>
      {around.threadId && (
        <Suspense>
          <RoomThread
            key={around.threadId}
            room={room}
            members={members}
            rootId={around.threadId}
            actions={around.actions}
            editingId={around.editingId}
            composer={composer}
            onClose={around.closeThread}
          />
        </Suspense>
      )}
    </div>
  );
}

/** Whom owners and admins of a group may call. */
const EVERYONE = { username: "all", displayName: "Everyone" };

function mentionable(members: readonly RoomMemberFragment[], viewerId: string) {
  return members
    .map((member) => getFragmentData(Person, member.user))
    .filter((person) => person.id !== viewerId);
}
