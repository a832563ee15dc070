import { Anchor } from "@mantine/core";
import { PersonAvatar } from "~/components/PersonAvatar";
import { getFragmentData } from "~/gql";
import type { AuditEntryFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { fullTimeOf, timeOf } from "~/lib/dates";
import { Person } from "~/lib/fragments";
import classes from "./AuditLog.module.css";

interface Props {
  entry: AuditEntryFragment;
  /** What was done, as what follows the name. */
  words: string;
  onMessage(messageId: string): void;
}

/** One act as a sentence: "Ada made Lin an admin". */
export function AuditItem({ entry, words, onMessage }: Props) {
  const { viewer } = useChat();
  const actor = getFragmentData(Person, entry.actor);
  const { messageId } = entry;
  return (
    <li className={classes.entry}>
      <PersonAvatar person={actor} size={28} />
      <div className={classes.sentence}>
        <strong>{actor.id === viewer.id ? "You" : actor.displayName}</strong> {words}.
        {messageId && (
          <>
            {" "}
            <Anchor component="button" type="button" inherit onClick={() => onMessage(messageId)}>
              Show message
            </Anchor>
          </>
        )}
      </div>
      <time className={classes.time} dateTime={entry.at} title={fullTimeOf(entry.at)}>
        {timeOf(entry.at)}
      </time>
    </li>
  );
}
