import { Text } from "@mantine/core";
import { memo, useState } from "react";
import { PersonAvatar } from "~/components/PersonAvatar";
import { getFragmentData } from "~/gql";
import type { MessageStateFragment, RoomMemberFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { timeOf } from "~/lib/dates";
import { Person } from "~/lib/fragments";
import { Bubble } from "./Bubble";
import { EditForm } from "./EditForm";
import { Footnote } from "./Footnote";
import { MessageActions } from "./MessageActions";
import { Reactions } from "./Reactions";

interface Props {
  message: MessageStateFragment;
  opensGroup: boolean;
  isGroup: boolean;
  members: readonly RoomMemberFragment[];
}

export const MessageItem = memo(function MessageItem({ message, opensGroup, isGroup, members }: Props) {
  const { viewer } = useChat();
  const [isEditing, setEditing] = useState(false);
  const sender = getFragmentData(Person, message.sender);
  const isOwn = sender.id === viewer.id;
  const isDeleted = message.deletedAt !== null;
  return (
    <Bubble
      isOwn={isOwn}
      opensGroup={opensGroup}
      label={`${isOwn ? "You" : sender.displayName}, ${timeOf(message.createdAt)}`}
      avatar={<PersonAvatar person={sender} size={34} />}
      name={isOwn || !isGroup ? undefined : sender.displayName}
      footnote={<Footnote message={message} isOwn={isOwn} members={members} />}
      actions={
        !isDeleted &&
        !isEditing && <MessageActions message={message} isOwn={isOwn} onEdit={() => setEditing(true)} />
      }
      below={!isDeleted && <Reactions message={message} />}
    >
      {isEditing ? (
        <EditForm message={message} onDone={() => setEditing(false)} />
      ) : isDeleted ? (
        <Text span fs="italic" opacity={0.7}>
          Message deleted
        </Text>
      ) : (
        message.content
      )}
    </Bubble>
  );
});
