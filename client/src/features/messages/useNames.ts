import { useQuery } from "@apollo/client/react";
import { getFragmentData } from "~/gql";
import { useChat } from "~/hooks/useChat";
import { Person, RoomMember } from "~/lib/fragments";
import { Room } from "~/lib/rooms";

const NAMED = 20; // more people than that are only counted
const and = new Intl.ListFormat("en", { style: "long", type: "conjunction" });

/** "You, Lin and 3 others": who these users are, as far as the room's members are held. */
export function useNames(roomId: string, userIds: readonly string[]): string {
  const { viewer } = useChat();
  const { data } = useQuery(Room, { variables: { id: roomId }, fetchPolicy: "cache-only" });
  const members = (data?.room.everyone.nodes ?? []).map((member) =>
    getFragmentData(Person, getFragmentData(RoomMember, member).user),
  );
  const nameOf = (id: string) =>
    id === viewer.id ? "You" : members.find((person) => person.id === id)?.displayName;
  const names = userIds.slice(0, NAMED).flatMap((id) => nameOf(id) ?? []);
  const others = userIds.length - names.length;
  if (others > 0) names.push(`${others} ${others === 1 ? "other" : "others"}`);
  return and.format(names);
}
