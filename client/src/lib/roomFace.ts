import { getFragmentData } from "~/gql";
import type { PresentPersonFragment, RoomStateFragment } from "~/gql/graphql";
import { PresentPerson, RoomMember } from "./fragments";

export interface Face {
  /** Of the room. */
  id: string;
  title: string;
  /** The other one of a direct room. */
  peer: PresentPersonFragment | null;
  /** Of a group that has one. */
  picture?: string | null;
}

/** How a room is called: a group by its name, a direct room by the other person. */
export function roomFace(room: RoomStateFragment, viewerId: string): Face {
  if (room.kind === "GROUP")
    return { id: room.id, title: room.name ?? "Unnamed group", peer: null, picture: room.avatarUrl };
  const people = room.members.nodes.map((member) =>
    getFragmentData(PresentPerson, getFragmentData(RoomMember, member).user),
  );
  const peer = people.find(({ id }) => id !== viewerId) ?? people[0] ?? null;
  return { id: room.id, title: peer?.displayName ?? "Someone", peer };
}
