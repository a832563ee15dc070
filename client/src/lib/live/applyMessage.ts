import type { ApolloCache } from "@apollo/client";
import { type FragmentType, getFragmentData, graphql } from "~/gql";
import type { MessageStateFragment } from "~/gql/graphql";
import { MessageState, Person } from "~/lib/fragments";
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
  const { id, roomId, seq, clock, deletedAt, sender } = getFragmentData(MessageState, data);
  const room = countersOf(state.cache, roomId);
  if (!room) return [{ load: "room", roomId }];

  const held = state.cache.readFragment({ id: `Message:${id}`, fragment: Version });
  if (!held || held.clock < clock) writeState(state.cache, id, data);
  place(state.cache, { id, roomId, seq, clock });
  state.clocks.saw(roomId, clock);

  const isMine = getFragmentData(Person, sender).id === state.viewerId;
  const countsAsUnread = !isMine && seq > (room.viewerMember?.readSeq ?? 0); // unless it is deleted
  if (seq > room.lastSeq + 1) return [{ load: "room", roomId }]; // some before it are not here: ask for the count
  if (seq === room.lastSeq + 1) {
    if (countsAsUnread && deletedAt === null) setUnread(state.cache, roomId, room.unreadCount + 1);
    return nothing;
  }
  return countsAsUnread && deletedAt !== null && !held?.deletedAt ? recount(state, roomId) : nothing;
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
