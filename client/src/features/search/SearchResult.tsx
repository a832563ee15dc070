import { useMemo } from "react";
import { Link } from "react-router";
import { PersonAvatar } from "~/components/PersonAvatar";
import { getFragmentData } from "~/gql";
import { useChat } from "~/hooks/useChat";
import { fullTimeOf, shortWhen } from "~/lib/dates";
import { Person } from "~/lib/fragments";
import { messagePath } from "~/lib/paths";
import { excerpt } from "./excerpt";
import classes from "./SearchPage.module.css";
import type { Result } from "./useSearch";

export function SearchResult({ result: { message, matches, room } }: { result: Result }) {
  const { viewer } = useChat();
  const sender = getFragmentData(Person, message.sender);
  const pieces = useMemo(() => excerpt(message.content, matches), [message.content, matches]);
  return (
    <li>
      <Link to={messagePath(room.id, message.id)} className={classes.result}>
        <PersonAvatar person={sender} size={36} />
        <div className={classes.text}>
          <div className={classes.head}>
            <strong>{sender.id === viewer.id ? "You" : sender.displayName}</strong>
            <span>{room.kind === "GROUP" ? `in ${room.name}` : "in a direct conversation"}</span>
            <time dateTime={message.createdAt} title={fullTimeOf(message.createdAt)}>
              {shortWhen(message.createdAt)}
            </time>
          </div>
          <p className={classes.excerpt}>
            {pieces.map(({ text, isMatch }, index) =>
              // biome-ignore lint/suspicious/noArrayIndexKey: a text is cut anew whenever it changes
              isMatch ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
            )}
          </p>
          {message.attachments.length > 0 && (
            <p className={classes.files}>{message.attachments.map(({ filename }) => filename).join(", ")}</p>
          )}
        </div>
      </Link>
    </li>
  );
}
