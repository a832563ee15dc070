import type { ApolloCache } from "@apollo/client";
import { type FragmentType, getFragmentData, graphql } from "~/gql";
import type { MessageStateFragment, RoomCountersFragment } from "~/gql/graphql";
import { MessageState, Person } from "~/lib/fragments";
import { applyReply } from "./applyReply";
import { type FollowUp, type LiveState, nothing, roomKey } from "./state";
import { countersOf, recount, setUnread } from "./unread";

export type MessageData = FragmentType<typeof MessageState>;

const Version = graphql(`
  fragment Version on Message {
    id
    clock
    deletedAt
  }
`);

/** Of a message only what never changes, so that placing it does not touch its state. */
const Place = graphql(`
  fragment Place on Room {
    id
    lastSeq
    clock
    lastMessage { id seq }
    messages {
      nodes { id seq }
    }
  }
`);

/** Takes in the state of one message, wherever it came from. The same state twice, or an older one, changes nothing. */
export function applyMessage(state: LiveState, data: MessageData): readonly FollowUp[] {
  const { id, roomId, seq, clock, deletedAt, replyTo } = getFragmentData(MessageState, data);
  const room = countersOf(state.cache, roomId);
  if (!room) return [{ load: "room", roomId }];

  const held = state.cache.readFragment({ id: `Message:${id}`, fragment: Version });
  if (!held || held.clock < clock) writeState(state.cache, id, data);
  place(state.cache, { id, roomId, seq, clock });
  if (replyTo) applyReply(state.cache, { id, seq }, replyTo.id);
  state.clocks.saw(roomId, clock);
  return countUnread(state, room, data, deletedAt !== null && !held?.deletedAt);
}

/** Counts the message as unread if it is, or not any more once it is deleted. */
function countUnread(
  state: LiveState,
  room: RoomCountersFragment,
  data: MessageData,
  isGone: boolean,
): readonly FollowUp[] {
  const { seq, deletedAt, sender } = getFragmentData(MessageState, data);
  if (seq > room.lastSeq + 1) return [{ load: "room", roomId: room.id }]; // some before it are not here
  const isMine = getFragmentData(Person, sender).id === state.viewerId;
  if (isMine || seq <= (room.viewerMember?.readSeq ?? 0)) return nothing;
  if (seq <= room.lastSeq) return isGone ? recount(state, room.id) : nothing;
  if (deletedAt === null) setUnread(state.cache, room.id, room.unreadCount + 1);
  return nothing;
}

function writeState(cache: ApolloCache, id: string, data: MessageData): void {
  cache.writeFragment({
    id: `Message:${id}`,
    fragment: MessageState,
    fragmentName: "MessageState",
    data: data as never, // the fragment's own data, masked only in its type
  });
}

type Placed = Pick<MessageStateFragment, "id" | "roomId" | "seq" | "clock">;

function place(cache: ApolloCache, { id, roomId, seq, clock }: Placed): void {
  const message = { __typename: "Message" as const, id, seq };
  cache.writeFragment({
    id: roomKey(roomId),
    fragment: Place,
    data: {
      __typename: "Room",
      id: roomId,
      lastSeq: seq,
      clock,
      lastMessage: message,
      messages: { __typename: "MessageConnection", nodes: [message] },
    } as never, // generated types leave __typename out, the cache wants it
  });
}
