import { ActionIcon, Tooltip, UnstyledButton } from "@mantine/core";
import { lazy, type ReactNode, Suspense } from "react";
import { Bar } from "~/components/Bar";
import { Icon } from "~/components/Icon";
import { RoomAvatar } from "~/components/RoomAvatar";
import type { RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { useOverlay } from "~/hooks/useOverlay";
import { seenSentence } from "~/lib/presence";
import { isStaff } from "~/lib/roles";
import { type Face, roomFace } from "~/lib/roomFace";
import classes from "./RoomHeader.module.css";

const ReportsButton = lazy(() => import("./ReportsButton"));

interface Props {
  room: RoomStateFragment;
  /** More that can be done in the room, such as searching it. */
  children?: ReactNode;
}

export function RoomHeader({ room, children }: Props) {
  const { viewer } = useChat();
  const open = useOverlay();
  const face = roomFace(room, viewer.id);
  const details = () => open({ kind: "roomDetails", roomId: room.id });
  return (
    <Bar>
      <RoomAvatar face={face} size={38} />
      <div className={classes.about}>
        <h1 className={classes.title}>
          <UnstyledButton className={classes.name} onClick={details}>
            {face.title}
          </UnstyledButton>
          {room.viewerMember?.isMuted && <Icon name="bellOff" size={14} />}
        </h1>
        <p className={classes.subtitle}>{subtitle(room, face)}</p>
      </div>
      <div className={classes.actions}>
        {isStaff(room) && (
          <Suspense>
            <ReportsButton roomId={room.id} />
          </Suspense>
        )}
        {children}
        <Tooltip label="Details">
          <ActionIcon variant="subtle" color="gray" size={36} onClick={details} aria-label="Room details">
            <Icon name={room.kind === "GROUP" ? "people" : "info"} />
          </ActionIcon>
        </Tooltip>
      </div>
    </Bar>
  );
}

function subtitle(room: RoomStateFragment, { peer }: Face): string {
  if (peer) return seenSentence(peer);
  const members = `${room.memberCount} ${room.memberCount === 1 ? "member" : "members"}`;
  return [room.isPrivate ? "Private group" : "Public group", members, room.topic].filter(Boolean).join(" · ");
}
