import { useMutation } from "@apollo/client/react";
import { graphql } from "~/gql";
import type { MessageStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { messageOf } from "~/lib/errors";
import { withReaction } from "./reactions";

const EditMessage = graphql(`
  mutation EditMessage($id: ID!, $content: String!) {
    editMessage(id: $id, content: $content) { ...MessageState }
  }
`);

const DeleteMessage = graphql(`
  mutation DeleteMessage($id: ID!) {
    deleteMessage(id: $id) { ...MessageState }
  }
`);

const AddReaction = graphql(`
  mutation AddReaction($messageId: ID!, $emoji: String!) {
    addReaction(messageId: $messageId, emoji: $emoji) { ...MessageState }
  }
`);

const RemoveReaction = graphql(`
  mutation RemoveReaction($messageId: ID!, $emoji: String!) {
    removeReaction(messageId: $messageId, emoji: $emoji) { ...MessageState }
  }
`);

/** The message as it will be, shown until the server has said so. */
function expected<TData>(
  field: string,
  message: MessageStateFragment,
  change: Partial<MessageStateFragment>,
): TData {
  return { [field]: { ...message, __typename: "Message", ...change } } as TData;
}

/** Gives null, or one sentence on why it was not done. */
export function useEditMessage(message: MessageStateFragment): (content: string) => Promise<string | null> {
  const [edit] = useMutation(EditMessage);
  return (content) =>
    edit({
      variables: { id: message.id, content },
      optimisticResponse: expected("editMessage", message, { content, editedAt: new Date().toISOString() }),
    }).then(() => null, messageOf);
}

export function useDeleteMessage(message: MessageStateFragment): () => Promise<string | null> {
  const [remove] = useMutation(DeleteMessage);
  const gone = { content: "", reactions: [], deletedAt: new Date().toISOString() };
  return () =>
    remove({
      variables: { id: message.id },
      optimisticResponse: expected("deleteMessage", message, gone),
    }).then(() => null, messageOf);
}

/** Adds the viewer's reaction, or takes it back. */
export function useToggleReaction(message: MessageStateFragment): (emoji: string) => Promise<string | null> {
  const { viewer } = useChat();
  const [add] = useMutation(AddReaction);
  const [remove] = useMutation(RemoveReaction);
  return (emoji) => {
    const isOn = message.reactions.some((r) => r.emoji === emoji && r.userIds.includes(viewer.id));
    const reactions = withReaction(message.reactions, emoji, viewer.id, !isOn);
    const variables = { messageId: message.id, emoji };
    const done = isOn
      ? remove({ variables, optimisticResponse: expected("removeReaction", message, { reactions }) })
      : add({ variables, optimisticResponse: expected("addReaction", message, { reactions }) });
    return done.then(() => null, messageOf);
  };
}
