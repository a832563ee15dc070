import { useMemo } from "react";
import { Markdown } from "~/components/markdown/Markdown";
import type { MessageStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import classes from "./Content.module.css";

export function Content({ message }: { message: MessageStateFragment }) {
  const { viewer } = useChat();
  const mentions = useMemo(
    () => ({ users: message.mentions, viewer: viewer.username }),
    [message.mentions, viewer.username],
  );
  if (message.deletedAt !== null) return <em className={classes.deleted}>Message deleted</em>;
  if (message.content === "") return null; // only files
  return <Markdown content={message.content} mentions={mentions} />;
}
