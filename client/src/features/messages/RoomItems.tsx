import { useFragment, useMutation, useQuery } from "@apollo/client/react";
import { graphql } from "~/gql";
import type { MessageStateFragment } from "~/gql/graphql";
import { messageOf } from "~/lib/errors";
import { Pins } from "~/lib/pins";
import { useActions } from "./actions";
import { Item } from "./Item";

const Rights = graphql(`
  fragment Rights on Room {
    id
    kind
    viewerMember { role }
  }
`);

const PinMessage = graphql(`
  mutation PinMessage($messageId: ID!) {
    pinMessage(messageId: $messageId) { id pins { ...PinnedMessage } }
  }
`);

const UnpinMessage = graphql(`
  mutation UnpinMessage($messageId: ID!) {
    unpinMessage(messageId: $messageId) { id pins { ...PinnedMessage } }
  }
`);

const MarkUnread = graphql(`
  mutation MarkUnread($roomId: ID!, $seq: Int!) {
    markUnread(roomId: $roomId, seq: $seq) {
      id
      unreadCount
      mentionCount
      viewerMember { readSeq unreadFrom }
    }
  }
`);

interface Props {
  message: MessageStateFragment;
  isOwn: boolean;
  onReport(): void;
}

/** What can be done with a message depending on the room, and on what the viewer may do there. */
export function RoomItems({ message, isOwn, onReport }: Props) {
  const { data: room } = useFragment({ fragment: Rights, from: { __typename: "Room", id: message.roomId } });
  const isGroup = room.kind === "GROUP";
  const mayPin = !isGroup || (room.viewerMember && room.viewerMember.role !== "MEMBER");
  return (
    <>
      {mayPin && <PinItem message={message} />}
      {!isOwn && <UnreadItem message={message} />}
      {isGroup && !isOwn && (
        <Item icon="flag" onClick={onReport}>
          Report message
        </Item>
      )}
    </>
  );
}

/** From here on it is to be read once more, another time. */
function UnreadItem({ message: { roomId, seq } }: { message: MessageStateFragment }) {
  const [markUnread] = useMutation(MarkUnread, { variables: { roomId, seq } });
  const { refuse } = useActions();
  return (
    <Item icon="unread" onClick={() => void markUnread().catch((failure) => refuse(messageOf(failure)))}>
      Mark unread
    </Item>
  );
}

/** The pins are read when the menu opens. Where they cannot be, pinning is offered: what is pinned stays so. */
function PinItem({ message }: { message: MessageStateFragment }) {
  const variables = { roomId: message.roomId };
  const { data, error } = useQuery(Pins, { variables, fetchPolicy: "cache-and-network" });
  const [pin] = useMutation(PinMessage);
  const [unpin] = useMutation(UnpinMessage);
  const { refuse } = useActions();
  const isPinned = data?.room.pins.some((each) => each.message.id === message.id);
  const turn = () =>
    (isPinned ? unpin : pin)({ variables: { messageId: message.id } }).catch((failure) =>
      refuse(messageOf(failure)),
    );
  return (
    <Item icon="pin" onClick={() => void turn()} disabled={!data && !error}>
      {isPinned ? "Unpin" : "Pin"}
    </Item>
  );
}
