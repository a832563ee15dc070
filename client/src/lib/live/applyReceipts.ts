import type { ApolloCache, Reference } from "@apollo/client";
import type { WatermarkStateFragment } from "~/gql/graphql";
import { modifyField } from "~/lib/cache/modifyField";
import { type FollowUp, type LiveState, nothing, roomKey, userKey } from "./state";
import { recount } from "./unread";

interface StoredMember {
  user: Reference;
  readSeq: number;
  deliveredSeq: number;
}

/** How far people have read. Watermarks only move forward, so order and repeats do not matter. */
export function applyReceipts(
  state: LiveState,
  roomId: string,
  receipts: readonly WatermarkStateFragment[],
): readonly FollowUp[] {
  const byUser = new Map(receipts.map((watermark) => [userKey(watermark.userId), watermark]));
  modifyField<{ nodes: StoredMember[] }>(state.cache, roomKey(roomId), "members", (held) => ({
    ...held,
    nodes: held.nodes.map((member) => forward(member, byUser.get(member.user.__ref))),
  }));
  const own = byUser.get(userKey(state.viewerId));
  return own && moveOwn(state.cache, roomId, own) ? recount(state, roomId) : nothing;
}

/** Moves the viewer's own watermark; true if it did move. */
function moveOwn(cache: ApolloCache, roomId: string, own: WatermarkStateFragment): boolean {
  let moved = false;
  modifyField<StoredMember | null>(cache, roomKey(roomId), "viewerMember", (member) => {
    moved = member !== null && own.readSeq > member.readSeq;
    return member && forward(member, own);
  });
  return moved;
}

function forward(member: StoredMember, watermark: WatermarkStateFragment | undefined): StoredMember {
  if (!watermark) return member;
  const readSeq = Math.max(member.readSeq, watermark.readSeq);
  const deliveredSeq = Math.max(member.deliveredSeq, watermark.deliveredSeq, readSeq);
  return { ...member, readSeq, deliveredSeq };
}
