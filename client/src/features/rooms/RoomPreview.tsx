import { useParams } from "react-router";
import { getFragmentData } from "~/gql";
import type { RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { useStore } from "~/hooks/useStore";
import { MessageState, Person } from "~/lib/fragments";
import { namedText } from "~/lib/namedText";
import { plainText } from "~/lib/plainText";
import classes from "./RoomListItem.module.css";

/** The second line of a room: who types there now, what one began to write there, or what was said last. */
export function RoomPreview({ room }: { room: RoomStateFragment }) {
  const { drafts, live, viewer } = useChat();
  const { roomId: openId } = useParams();
  const hasDraft = useStore(drafts.places).has(room.id) && room.id !== openId;
  const isTyping = (useStore(live.typing.state)[room.id] ?? []).length > 0;
  if (isTyping) return <span className={`${classes.preview} ${classes.typing}`}>typing…</span>;
  if (hasDraft)
    return (
      <span className={classes.preview}>
        <span className={classes.draft}>Draft:</span> {plainText(drafts.read(room.id))}
      </span>
    );
  return <span className={classes.preview}>{lastWord(room, viewer.id)}</span>;
}

function lastWord(room: RoomStateFragment, viewerId: string): string {
  const last = getFragmentData(MessageState, room.lastMessage);
  if (!last) return "No messages yet";
  if (last.deletedAt) return "Message deleted";
  const text = namedText(last) || "Sent a file";
  const sender = getFragmentData(Person, last.sender);
  if (sender.id === viewerId) return `You: ${text}`;
  return room.kind === "GROUP" ? `${sender.displayName}: ${text}` : text;
}
