import { Icon } from "~/components/Icon";
import type { MessageStateFragment } from "~/gql/graphql";
import { fullTimeOf, timeOf } from "~/lib/dates";
import classes from "./Footnote.module.css";
import type { Progress } from "./progress";

interface Props {
  message: MessageStateFragment;
  /** Of one's own message: how far it got. */
  progress: Progress | null;
}

const names: Record<Progress, string> = { sent: "Sent", delivered: "Delivered", read: "Read" };

export function Footnote({ message, progress }: Props) {
  return (
    <>
      {message.editedAt && !message.deletedAt && <span>edited</span>}
      <time dateTime={message.createdAt} title={fullTimeOf(message.createdAt)}>
        {timeOf(message.createdAt)}
      </time>
      {progress && !message.deletedAt && <Tick progress={progress} />}
    </>
  );
}

function Tick({ progress }: { progress: Progress }) {
  return (
    <span
      role="img"
      aria-label={names[progress]}
      title={names[progress]}
      className={classes.tick}
      data-progress={progress}
    >
      <Icon name={progress === "sent" ? "check" : "checks"} size={14} />
    </span>
  );
}
