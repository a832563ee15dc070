import type { ApolloCache, Reference } from "@apollo/client";
import { type FragmentType, getFragmentData, graphql } from "~/gql";
import { modifyField } from "~/lib/cache/modifyField";
import { MemberState, Person } from "~/lib/fragments";
import { type FollowUp, type LiveState, nothing, roomKey, userKey, VIEWER_KEY } from "./state";
import { countersOf, forgetFirstUnread } from "./unread";

export type MemberData = FragmentType<typeof MemberState>;

const Presence = graphql(`
  fragment Presence on User {
    id
    presence
    lastSeen
  }
`);

interface StoredMember {
  __typename: "Member";
  user: Reference;
  role: string;
  readSeq: number;
  deliveredSeq: number;
}

interface StoredMembers {
  nodes: StoredMember[];
  pageInfo: { hasNextPage: boolean };
}

/** Someone became a member, or has another role now. For a room not held it is the first word: the room is loaded. */
export function applyMember(state: LiveState, roomId: string, data: MemberData): readonly FollowUp[] {
  if (!countersOf(state.cache, roomId)) return [{ load: "room", roomId }, { load: "threads" }];
  const { user: person, ...membership } = getFragmentData(MemberState, data);
  const { id } = getFragmentData(Person, person);
  const user = { __ref: userKey(id) };
  state.cache.writeFragment({ id: user.__ref, fragment: Person, data: person as never });
  let isNew = false;
  changeMembers(state.cache, roomId, (nodes) => {
    const before = nodes.find((member) => member.user.__ref === user.__ref);
    const joined: StoredMember = { ...before, ...membership, __typename: "Member", user };
    isNew ||= !before;
    return before ? nodes.map((member) => (member === before ? joined : member)) : [...nodes, joined];
  });
  if (id !== state.viewerId) return isNew ? askWhetherHere(state.cache, id) : nothing;
  setOwnRole(state.cache, roomId, membership.role);
  forgetFirstUnread(state.cache, roomId); // where the unread begins may have moved
  return [{ load: "room", roomId }]; // whether the room is muted is told to nobody but the viewer
}

/** Events do not tell whether who joined is here. Until the answer comes they count as away, so that lists are whole. */
function askWhetherHere(cache: ApolloCache, userId: string): readonly FollowUp[] {
  const id = userKey(userId);
  if (!cache.readFragment({ id, fragment: Presence })) {
    const away = { __typename: "User", id: userId, presence: "OFFLINE", lastSeen: null };
    cache.writeFragment({ id, fragment: Presence, data: away as never });
  }
  return [{ load: "person", userId }];
}

export function applyLeft(state: LiveState, roomId: string, userId: string): readonly FollowUp[] {
  if (userId === state.viewerId) {
    removeRoom(state, roomId);
    return [{ load: "threads" }]; // those of the room do not count any more
  }
  changeMembers(state.cache, roomId, (nodes) => nodes.filter((m) => m.user.__ref !== userKey(userId)));
  return nothing;
}

/** The room is not the viewer's any more: nothing of it stays behind. */
export function removeRoom({ cache, clocks }: Pick<LiveState, "cache" | "clocks">, roomId: string): void {
  clocks.forget(roomId);
  modifyField<{ nodes: Reference[] }>(cache, VIEWER_KEY, "rooms", (held) => ({
    ...held,
    nodes: held.nodes.filter((room) => room.__ref !== roomKey(roomId)),
  }));
  cache.evict({ id: roomKey(roomId) });
}

/** Lists that hold every member stay complete, and say how many there are; a list cut short is left to the next load. */
function changeMembers(
  cache: ApolloCache,
  roomId: string,
  change: (nodes: StoredMember[]) => StoredMember[],
): void {
  let complete = -1;
  modifyField<StoredMembers>(cache, roomKey(roomId), "members", (held) => {
    if (held.pageInfo.hasNextPage) return held;
    const nodes = change(held.nodes);
    complete = nodes.length;
    return { ...held, nodes };
  });
  if (complete >= 0) modifyField<number>(cache, roomKey(roomId), "memberCount", () => complete);
}

function setOwnRole(cache: ApolloCache, roomId: string, role: string): void {
  modifyField<object | null>(
    cache,
    roomKey(roomId),
    "viewerMember",
    (member) => member && { ...member, role },
  );
}
