import { createCache } from "~/lib/cache/createCache";
import { applyEvent } from "~/lib/live/applyEvent";
import type { ChatEvent } from "~/lib/live/events";
import { blankState, type FollowUp, type LiveState, VIEWER_KEY } from "~/lib/live/state";
import { Room, RoomMessages } from "~/lib/rooms";
import { UnreadThreads } from "~/lib/threads";
import { ada } from "./people";
import { ROOM, type RoomModel } from "./roomModel";

export const PAGE = 20;

/** Ada's page with the room as it is now: its newest messages, or none yet. */
export function open(model: RoomModel, page: number | null = PAGE): LiveState {
  const state = blankState(createCache(), ada.id);
  model.loadInto(state.cache, { page });
  state.clocks.start(ROOM, model.clock);
  model.loadThreads(state);
  return state;
}

/** Applies an event and answers what it could not tell, as the server would by now. */
export function take(state: LiveState, event: ChatEvent, model: RoomModel): readonly FollowUp[] {
  const followUps = applyEvent(state, event);
  for (const followUp of followUps) {
    if (followUp.load === "room") model.loadRoom(state.cache);
    else if (followUp.load === "person") model.loadPerson(state.cache, followUp.userId);
    else if (followUp.load === "threads") model.loadThreads(state);
    else model.loadPage(state.cache, model.lastSeq - PAGE + 1);
  }
  return followUps;
}

/** All that a person sees of the room, and of the threads in it. */
export function seen({ cache }: LiveState) {
  return {
    room: cache.readQuery({ query: Room, variables: { id: ROOM } })?.room,
    messages: timeline(cache),
    threads: cache.readFragment({ id: VIEWER_KEY, fragment: UnreadThreads }),
  };
}

export function timeline(cache: LiveState["cache"]) {
  const nodes = cache.readQuery({ query: RoomMessages, variables: { roomId: ROOM } })?.room.messages.nodes;
  return (nodes ?? []) as unknown as { id: string; seq: number; content: string; clock: number }[];
}

export function unread(state: LiveState) {
  return (seen(state).room as unknown as { unreadCount: number }).unreadCount;
}
