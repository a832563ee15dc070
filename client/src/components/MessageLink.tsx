import type { ReactNode } from "react";
import { Link } from "react-router";
import { getFragmentData } from "~/gql";
import type { MessageStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { fullTimeOf, shortWhen } from "~/lib/dates";
import { Person } from "~/lib/fragments";
import classes from "./MessageLink.module.css";
import { PersonAvatar } from "./PersonAvatar";

interface Props {
  message: MessageStateFragment;
  room: { kind: "DIRECT" | "GROUP"; name: string | null };
  to: string;
  /** What is said in the message, or the part of it that matters here. */
  children: ReactNode;
  /** What else there is to say of it. */
  below?: ReactNode;
}

/** A message away from its room, in a list: who said it, where, when and what. It leads to its place. */
export function MessageLink({ message, room, to, children, below }: Props) {
  const { viewer } = useChat();
  const sender = getFragmentData(Person, message.sender);
  return (
    <Link to={to} className={classes.link}>
      <PersonAvatar person={sender} size={36} />
      <div className={classes.text}>
        <div className={classes.head}>
          <strong>{sender.id === viewer.id ? "You" : sender.displayName}</strong>
          <span>{room.kind === "GROUP" ? `in ${room.name}` : "in a direct conversation"}</span>
          <time dateTime={message.createdAt} title={fullTimeOf(message.createdAt)}>
            {shortWhen(message.createdAt)}
          </time>
        </div>
        <p className={classes.excerpt}>{children}</p>
        {message.attachments.length > 0 && (
          <p className={classes.files}>{message.attachments.map(({ filename }) => filename).join(", ")}</p>
        )}
        {below}
      </div>
    </Link>
  );
}
