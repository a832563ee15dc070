import { memo } from "react";
import { Link, useParams } from "react-router";
import { Icon } from "~/components/Icon";
import { RoomAvatar } from "~/components/RoomAvatar";
import { UnreadCount } from "~/components/UnreadCount";
import { getFragmentData } from "~/gql";
import type { RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { shortWhen } from "~/lib/dates";
import { MessageState } from "~/lib/fragments";
import { roomPath } from "~/lib/paths";
import { roomFace } from "~/lib/roomFace";
import classes from "./RoomListItem.module.css";
import { RoomPreview } from "./RoomPreview";
import { useForesight } from "./useForesight";

export const RoomListItem = memo(function RoomListItem({ room }: { room: RoomStateFragment }) {
  const { viewer } = useChat();
  const { roomId: openId } = useParams(); // also where the address is that of one of its messages
  const foresight = useForesight(room.id);
  const face = roomFace(room, viewer.id);
  const last = getFragmentData(MessageState, room.lastMessage);
  const isMuted = room.viewerMember?.isMuted ?? false;
  return (
    <li className={classes.item}>
      <Link
        to={roomPath(room.id)}
        className={classes.link}
        aria-current={room.id === openId ? "page" : undefined}
        {...foresight}
        data-unread={(room.unreadCount > 0 && !isMuted) || undefined}
      >
        <RoomAvatar face={face} />
        <div className={classes.text}>
          <div className={classes.line}>
            <span className={classes.title}>{face.title}</span>
            {isMuted && (
              <span role="img" aria-label="Muted" className={classes.muted}>
                <Icon name="bellOff" size={14} />
              </span>
            )}
            {last && <time className={classes.when}>{shortWhen(last.createdAt)}</time>}
          </div>
          <div className={classes.line}>
            <RoomPreview room={room} />
            <UnreadCount count={room.unreadCount} mentions={room.mentionCount} isMuted={isMuted} />
          </div>
        </div>
      </Link>
    </li>
  );
});
