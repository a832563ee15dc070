import { Icon } from "~/components/Icon";
import { getFragmentData } from "~/gql";
import type { MessageStateFragment, RoomMemberFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { fullTimeOf, timeOf } from "~/lib/dates";
import { Person } from "~/lib/fragments";
import { type Progress, progressOf } from "./progress";

interface Props {
  message: MessageStateFragment;
  isOwn: boolean;
  members: readonly RoomMemberFragment[];
}

const names: Record<Progress, string> = { sent: "Sent", delivered: "Delivered", read: "Read" };

export function Footnote({ message, isOwn, members }: Props) {
  const { viewer } = useChat();
  const others = members.filter((member) => getFragmentData(Person, member.user).id !== viewer.id);
  return (
    <>
      {message.editedAt && !message.deletedAt && <span>edited</span>}
      <time dateTime={message.createdAt} title={fullTimeOf(message.createdAt)}>
        {timeOf(message.createdAt)}
      </time>
      {isOwn && !message.deletedAt && <Tick progress={progressOf(message.seq, others)} />}
    </>
  );
}

function Tick({ progress }: { progress: Progress }) {
  return (
    <span role="img" aria-label={names[progress]} title={names[progress]} style={{ display: "inline-flex" }}>
      <Icon
        name={progress === "sent" ? "check" : "checks"}
        size={14}
        color={progress === "read" ? "var(--mantine-color-teal-3)" : undefined}
        strokeWidth={progress === "read" ? 2.6 : 2}
      />
    </span>
  );
}
