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
      {isGroup && !isOwn && (
        <Item icon="flag" onClick={onReport}>
          Report message
        </Item>
      )}
    </>
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
