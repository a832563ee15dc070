import { UnstyledButton } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useId } from "react";
import { useParams } from "react-router";
import { Icon } from "~/components/Icon";
import { UnreadCount } from "~/components/UnreadCount";
import type { RoomStateFragment } from "~/gql/graphql";
import classes from "./RoomList.module.css";
import { RoomListItem } from "./RoomListItem";

interface Props {
  name: string;
  rooms: readonly RoomStateFragment[];
}

/** A part of the list that folds. Folded, it still says what is unread and shows the open room. */
export function RoomSection({ name, rooms }: Props) {
  const [isOpen, setOpen] = useLocalStorage({ key: `parley:section:${name}`, defaultValue: true });
  const { roomId } = useParams();
  const listId = useId();
  if (rooms.length === 0) return null;
  const shown = isOpen ? rooms : rooms.filter(({ id }) => id === roomId);
  const unread = rooms.reduce((sum, room) => sum + (room.viewerMember?.isMuted ? 0 : room.unreadCount), 0);
  return (
    <section aria-label={name}>
      <h2 className={classes.heading} style={{ margin: 0 }}>
        <UnstyledButton
          className={classes.toggle}
          aria-expanded={isOpen}
          aria-controls={listId}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="chevron" size={14} />
          <span className={classes.name}>{name}</span>
          {!isOpen && <UnreadCount count={unread} />}
        </UnstyledButton>
      </h2>
      <ul className={classes.rows} id={listId}>
        {shown.map((room) => (
          <RoomListItem key={room.id} room={room} />
        ))}
      </ul>
    </section>
  );
}
