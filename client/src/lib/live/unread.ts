import type { ApolloCache } from "@apollo/client";
import { graphql } from "~/gql";
import type { RoomCountersFragment } from "~/gql/graphql";
import { mentionsUser } from "~/lib/mentions";
import { seenSeqOf } from "~/lib/seenSeq";
import { type FollowUp, type LiveState, nothing, roomKey } from "./state";

const RoomCounters = graphql(`
  fragment RoomCounters on Room {
    id
    lastSeq
    unreadCount
    mentionCount
    viewerMember { readSeq unreadFrom }
  }
`);

const Unread = graphql(`
  fragment UnreadMessages on Room {
    messages {
      nodes { id seq deletedAt sender { id } mentions { id } mentionsAll }
    }
  }
`);

/** Null for a room that is not held. */
export function countersOf(cache: ApolloCache, roomId: string): RoomCountersFragment | null {
  return cache.readFragment({ id: roomKey(roomId), fragment: RoomCounters });
}

export function setUnread(cache: ApolloCache, roomId: string, unread: number, mentions: number): void {
  const fields = { unreadCount: () => unread, mentionCount: () => mentions };
  cache.modify({ id: roomKey(roomId), fields });
}

/** Which message is the first unread one has to be asked for anew. */
export function forgetFirstUnread(cache: ApolloCache, roomId: string): void {
  cache.evict({ id: roomKey(roomId), fieldName: "firstUnread" });
}

/**
 * Counts what is unread from the messages held. Where some of them are not held the server is asked: a count is never
 * guessed.
 */
export function recount({ cache, viewerId }: LiveState, roomId: string): readonly FollowUp[] {
  const room = countersOf(cache, roomId);
  if (!room) return nothing;
  forgetFirstUnread(cache, roomId);
  const seenSeq = room.viewerMember ? seenSeqOf(room.viewerMember) : 0;
  const range = held(cache, roomId).filter(({ seq }) => seq > seenSeq && seq <= room.lastSeq);
  if (range.length < room.lastSeq - seenSeq) return [{ load: "room", roomId }];
  const unread = range.filter(({ sender, deletedAt }) => sender.id !== viewerId && deletedAt === null);
  const mentions = unread.filter((message) => mentionsUser(message, viewerId));
  setUnread(cache, roomId, unread.length, mentions.length);
  return nothing;
}

function held(cache: ApolloCache, roomId: string) {
  const room = cache.readFragment({ id: roomKey(roomId), fragment: Unread });
  return room?.messages.nodes ?? [];
}
