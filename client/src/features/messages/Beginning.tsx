import { PersonAvatar } from "~/components/PersonAvatar";
import { RoomAvatar } from "~/components/RoomAvatar";
import type { RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { roomFace } from "~/lib/roomFace";
import classes from "./Beginning.module.css";

/** Above the first message of a room; all that an empty one has. Its name, and who is online, stand in the bar. */
export function Beginning({ room }: { room: RoomStateFragment }) {
  const { viewer } = useChat();
  const face = roomFace(room, viewer.id);
  return (
    <div className={classes.beginning}>
      {face.peer ? <PersonAvatar person={face.peer} size={72} /> : <RoomAvatar face={face} size={72} />}
      <p className={classes.sentence}>This is where it begins.</p>
    </div>
  );
}
