import { getFragmentData } from "~/gql";
import type { RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { useStore } from "~/hooks/useStore";
import { MessageState, Person } from "~/lib/fragments";
import { namedText } from "~/lib/namedText";
import classes from "./RoomListItem.module.css";

/** The second line of a room: who types there now, or what was said last. */
export function RoomPreview({ room }: { room: RoomStateFragment }) {
  const { live, viewer } = useChat();
  const isTyping = (useStore(live.typing.state)[room.id] ?? []).length > 0;
  if (isTyping) return <span className={`${classes.preview} ${classes.typing}`}>typing…</span>;
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
