import { getFragmentData } from "~/gql";
import { forget } from "~/lib/cache/forgetting";
import { MessageState, Person, RoomFace, WatermarkState } from "~/lib/fragments";
import { applyLeft, applyMember } from "./applyMembership";
import { applyMessage } from "./applyMessage";
import { applyReceipts } from "./applyReceipts";
import { applySync } from "./applySync";
import { applyFollow, applyThread } from "./applyThread";
import type { ChatEvent, EventOf } from "./events";
import { type FollowUp, type LiveState, nothing, roomKey, userKey, VIEWER_KEY } from "./state";

type Apply = {
  [TName in ChatEvent["__typename"]]: (state: LiveState, event: EventOf<TName>) => readonly FollowUp[];
};

const apply: Apply = {
  MessageSent(state, { roomId, message }) {
    const { sender } = getFragmentData(MessageState, message);
    state.typing.set(roomId, getFragmentData(Person, sender).id, false);
    return applyMessage(state, message);
  },
  MessageEdited: (state, { message }) => applyMessage(state, message),
  MessageDeleted: (state, { message }) => applyMessage(state, message),
  ReactionChanged: (state, { message }) => applyMessage(state, message),
  ThreadChanged: (state, { message }) => [...applyMessage(state, message), ...applyThread(state, message)],
  PinChanged({ cache }, { roomId }) {
    forget(cache, roomKey(roomId), "pins");
    return nothing;
  },
  MessageReported: (state, event) => forgetReports(state, event),
  ReportClosed: (state, event) => forgetReports(state, event),
  InviteChanged({ cache }, { roomId }) {
    forget(cache, roomKey(roomId), "invites");
    return nothing;
  },
  BlocksChanged({ cache }, { userId }) {
    forget(cache, VIEWER_KEY, "blockedUsers");
    return [{ load: "person", userId }];
  },
  FollowChanged: (state, { messageId, ...follow }) => applyFollow(state, messageId, follow),
  ReceiptsChanged: (state, { roomId, receipts }) =>
    applyReceipts(
      state,
      roomId,
      receipts.map((receipt) => getFragmentData(WatermarkState, receipt)),
    ),
  TypingChanged(state, { roomId, userId, typing }) {
    if (userId !== state.viewerId) state.typing.set(roomId, userId, typing);
    return nothing;
  },
  PresenceChanged({ cache }, { userId, presence, lastSeen }) {
    cache.modify({ id: userKey(userId), fields: { presence: () => presence, lastSeen: () => lastSeen } });
    return nothing;
  },
  ProfileChanged({ cache }, { user }) {
    const data = getFragmentData(Person, user);
    cache.writeFragment({ id: userKey(data.id), fragment: Person, fragmentName: "Person", data });
    return nothing;
  },
  RoomChanged({ cache }, { roomId, room }) {
    cache.writeFragment({
      id: roomKey(roomId),
      fragment: RoomFace,
      fragmentName: "RoomFace",
      data: getFragmentData(RoomFace, room),
    });
    return nothing;
  },
  MemberJoined: (state, { roomId, member }) => applyMember(state, roomId, member),
  MemberChanged: (state, { roomId, member }) => applyMember(state, roomId, member),
  MemberLeft: (state, { roomId, userId }) => applyLeft(state, roomId, userId),
  RoomSynced: applySync,
};

function forgetReports({ cache }: LiveState, { roomId }: { roomId: string }): typeof nothing {
  forget(cache, roomKey(roomId), "reports");
  return nothing;
}

/**
 * The one place where an event changes what is shown. Events may come twice, late, or in another order: each carries
 * whole state with its clock, so that *what was loaded plus events* always ends as *a fresh load* would. What events
 * cannot tell is returned as follow-ups to load.
 */
export function applyEvent(state: LiveState, event: ChatEvent): readonly FollowUp[] {
  const step = apply[event.__typename] as typeof applyEvent | undefined;
  if (!step) return nothing; // a newer server tells of what this page does not know yet
  let followUps = nothing;
  state.cache.batch({
    update: () => {
      followUps = step(state, event);
    },
  });
  return followUps;
}
