import type { ApolloCache } from "@apollo/client";
import { type FragmentType, getFragmentData, graphql } from "~/gql";
import type { MessageStateFragment, RoomCountersFragment, VersionFragment } from "~/gql/graphql";
import { forget } from "~/lib/cache/forgetting";
import { MessageState, Person } from "~/lib/fragments";
import { mentionsUser } from "~/lib/mentions";
import { seenSeqOf } from "~/lib/seenSeq";
import { applyReply } from "./applyReply";
import { applyOwnReply } from "./applyThread";
import { type FollowUp, type LiveState, nothing, roomKey, VIEWER_KEY } from "./state";
import { countersOf, recount, setUnread } from "./unread";

export type MessageData = FragmentType<typeof MessageState>;

const Version = graphql(`
  fragment Version on Message {
    id
    clock
    deletedAt
    mentions { id }
    mentionsAll
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
  const message = getFragmentData(MessageState, data);
  const { id, roomId, seq, clock, replyTo } = message;
  const held = state.cache.readFragment({ id: `Message:${id}`, fragment: Version });
  if (changesMentions(message, held, state.viewerId)) forget(state.cache, VIEWER_KEY, "mentions");
  const room = countersOf(state.cache, roomId);
  if (!room) return [{ load: "room", roomId }];

  if (!held || held.clock < clock) writeState(state.cache, id, data);
  place(state.cache, { id, roomId, seq, clock });
  if (replyTo) applyReply(state.cache, { id, seq }, replyTo.id);
  state.clocks.saw(roomId, clock);
  const isMine = getFragmentData(Person, message.sender).id === state.viewerId;
  const tellsOfThread = isMine && replyTo && (!held || !state.follows.mayHave(replyTo.id)); // it may be loaded already
  const asked = tellsOfThread ? applyOwnReply(state, replyTo.id) : nothing;
  return [...asked, ...countUnread(state, room, data, held)];
}

/** Counts the message as unread and as a mention if it is; again once it is deleted or edited into another. */
function countUnread(
  state: LiveState,
  room: RoomCountersFragment,
  data: MessageData,
  held: VersionFragment | null,
): readonly FollowUp[] {
  const message = getFragmentData(MessageState, data);
  const { seq, deletedAt, sender } = message;
  if (seq > room.lastSeq + 1) return [{ load: "room", roomId: room.id }]; // some before it are not here
  const isMine = getFragmentData(Person, sender).id === state.viewerId;
  if (isMine || (room.viewerMember && seq <= seenSeqOf(room.viewerMember))) return nothing;
  if (seq <= room.lastSeq)
    return isCountedAnew(message, held, state.viewerId) ? recount(state, room.id) : nothing;
  if (deletedAt !== null) return nothing;
  const mentions = room.mentionCount + Number(mentionsUser(message, state.viewerId));
  setUnread(state.cache, room.id, room.unreadCount + 1, mentions);
  return nothing;
}

/**
 * Whether the list of what calls for the viewer can be another than before. An answer may have brought the same state
 * ahead of its event, without a word to that list.
 */
function changesMentions(
  message: MessageStateFragment,
  held: VersionFragment | null,
  viewerId: string,
): boolean {
  const { clock, editedAt, deletedAt } = message;
  if (held?.clock === clock) return mentionsUser(message, viewerId) || (editedAt ?? deletedAt) !== null;
  return (!held || held.clock < clock) && isMentionedAnew(message, held, viewerId);
}

/** Whether a message begins or ceases to call for the viewer. */
function isMentionedAnew(
  message: MessageStateFragment,
  held: VersionFragment | null,
  viewerId: string,
): boolean {
  return mentionsUser(message, viewerId) !== (held !== null && mentionsUser(held, viewerId));
}

function isCountedAnew(
  message: MessageStateFragment,
  held: VersionFragment | null,
  viewerId: string,
): boolean {
  const { deletedAt, editedAt } = message;
  if (!held) return deletedAt !== null || editedAt !== null;
  if (deletedAt !== held.deletedAt) return true;
  return isMentionedAnew(message, held, viewerId);
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
