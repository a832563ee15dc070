import { useQuery } from "@apollo/client/react";
import { getFragmentData } from "~/gql";
import { RoomState } from "~/lib/fragments";
import { ROOMS_AT_START, Rooms } from "~/lib/rooms";

/** The unread mentions of all rooms that are held; a silenced room does not keep a mention back. */
export function useMentionCount(): number {
  const { data } = useQuery(Rooms, { variables: { first: ROOMS_AT_START }, fetchPolicy: "cache-only" });
  const rooms = (data?.viewer.rooms.nodes ?? []).map((node) => getFragmentData(RoomState, node));
  return rooms.reduce((sum, { mentionCount }) => sum + mentionCount, 0);
}
