import { getFragmentData } from "~/gql";
import { MessageState, WatermarkState } from "~/lib/fragments";
import { applyMessage } from "./applyMessage";
import { applyReceipts } from "./applyReceipts";
import { applyThread } from "./applyThread";
import type { EventOf } from "./events";
import { type FollowUp, type LiveState, roomKey } from "./state";
import { countersOf } from "./unread";

/** What was missed in a room: the current state of each message that changed, or word that it is too much to tell. */
export function applySync(state: LiveState, event: EventOf<"RoomSynced">): readonly FollowUp[] {
  const { roomId, clock, reset } = event;
  if (!countersOf(state.cache, roomId)) return [{ load: "room", roomId }];
  const receipts = event.receipts.map((receipt) => getFragmentData(WatermarkState, receipt));
  const followUps = reset ? dropMessages(state, roomId) : mergeMessages(state, event);
  state.clocks.caughtUp(roomId, clock);
  return [...followUps, ...applyReceipts(state, roomId, receipts)];
}

function mergeMessages(state: LiveState, event: EventOf<"RoomSynced">): readonly FollowUp[] {
  const seqOf = (message: (typeof event.messages)[number]) => getFragmentData(MessageState, message).seq;
  const inOrder = [...event.messages].sort((a, b) => seqOf(a) - seqOf(b)); // they come by clock
  const roots = inOrder.filter((message) => {
    const { id, replyCount } = getFragmentData(MessageState, message);
    return replyCount > 0 || state.follows.mayHave(id); // its only reply may have been deleted
  });
  return [
    ...inOrder.flatMap((message) => applyMessage(state, message)),
    ...roots.flatMap((root) => applyThread(state, root)),
  ];
}

function dropMessages({ cache }: LiveState, roomId: string): readonly FollowUp[] {
  cache.evict({ id: roomKey(roomId), fieldName: "messages", broadcast: false });
  return [{ load: "room", roomId }, { load: "newestPage", roomId }, { load: "threads" }];
}
