import { useMemo } from "react";
import { Composer, type ComposerProps } from "~/features/composer/Composer";
import { type Actions, ActionsContext } from "~/features/messages/actions";
import { MessageItem } from "~/features/messages/MessageItem";
import { marksOf, progressOf } from "~/features/messages/progress";
import { UnsentItem } from "~/features/messages/UnsentItem";
import { ThreadPanel } from "~/features/threads/ThreadPanel";
import { useDrop } from "~/features/uploads/useDrop";
import { getFragmentData } from "~/gql";
import type { RoomMemberFragment, RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { useStore } from "~/hooks/useStore";
import { Person } from "~/lib/fragments";
import { isStaff } from "~/lib/roles";
import { useFiles } from "./useFiles";

interface Props {
  room: RoomStateFragment;
  members: readonly RoomMemberFragment[];
  rootId: string;
  actions: Omit<Actions, "refuse">;
  editingId: string | null;
  composer: Omit<ComposerProps, "replyToId">;
  onClose(): void;
}

/** A thread of the open room, made of the same messages. Files chosen here go with a reply, never with the room. */
export default function RoomThread({ room, members, rootId, actions, editingId, composer, onClose }: Props) {
  const { viewer, outbox } = useChat();
  const files = useFiles(room.id, rootId);
  const drop = useDrop(files.onFiles);
  const marks = useMemo(() => marksOf(members, viewer.id), [members, viewer.id]);
  const all = useMemo(() => ({ ...actions, refuse: () => undefined }), [actions]);
  const unsent = useStore(outbox.state).filter(({ replyToId }) => replyToId === rootId);
  return (
    <ActionsContext value={all}>
      <ThreadPanel
        key={rootId}
        rootId={rootId}
        onClose={onClose}
        drop={drop}
        renderMessage={(message, opensGroup) => {
          const isOwn = getFragmentData(Person, message.sender).id === viewer.id;
          return (
            <MessageItem
              key={message.id}
              message={message}
              isOwn={isOwn}
              opensGroup={opensGroup}
              isGroup
              isStaff={isStaff(room)}
              progress={isOwn ? progressOf(message.seq, marks) : null}
              isEditing={message.id === editingId}
              isInThread
            />
          );
        }}
        renderUnsent={(stored) =>
          unsent
            .filter(({ clientId }) => !stored.has(clientId))
            .map((message) => <UnsentItem key={message.clientId} message={message} opensGroup={false} />)
        }
        composer={<Composer {...composer} {...files} replyToId={rootId} />}
      />
    </ActionsContext>
  );
}
