import { useQuery } from "@apollo/client/react";
import { useMemo } from "react";
import { getFragmentData } from "~/gql";
import type { RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { MessageState, RoomState } from "~/lib/fragments";
import { ROOMS_AT_START, Rooms } from "~/lib/rooms";

/** The viewer's rooms, most recently active first. */
export function useRooms() {
  const { live } = useChat();
  const { data, error, loading, refetch, fetchMore } = useQuery(Rooms, {
    variables: { first: ROOMS_AT_START },
  });
  const page = data?.viewer.rooms;
  const rooms = useMemo(
    () => (page?.nodes ?? []).map((node) => getFragmentData(RoomState, node)).sort(byActivity),
    [page?.nodes],
  );

  async function loadMore() {
    const more = await fetchMore({ variables: { after: page?.pageInfo.endCursor } });
    for (const room of more.data?.viewer.rooms.nodes ?? []) {
      const { id, clock } = getFragmentData(RoomState, room);
      live.clocks.start(id, clock);
    }
  }

  return {
    rooms,
    error,
    loading: loading && !data,
    refetch,
    hasMore: page?.pageInfo.hasNextPage ?? false,
    loadMore,
  };
}

function byActivity(a: RoomStateFragment, b: RoomStateFragment): number {
  return activeAt(b).localeCompare(activeAt(a));
}

function activeAt({ lastMessage, createdAt }: RoomStateFragment): string {
  return lastMessage ? getFragmentData(MessageState, lastMessage).createdAt : createdAt;
}
