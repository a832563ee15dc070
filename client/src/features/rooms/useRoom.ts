import { useQuery } from "@apollo/client/react";
import { useEffect, useMemo } from "react";
import { getFragmentData } from "~/gql";
import { useChat } from "~/hooks/useChat";
import { refusalOf } from "~/lib/errors";
import { RoomMember, RoomState } from "~/lib/fragments";
import { Room } from "~/lib/rooms";

/** One room with its members. It is held in the cache, and asked for anew whenever it is opened. */
export function useRoom(roomId: string) {
  const { loader, live } = useChat();
  const { data, error } = useQuery(Room, { variables: { id: roomId } });
  useEffect(() => loader.follow([{ load: "room", roomId }]), [loader, roomId]);

  const room = getFragmentData(RoomState, data?.room);
  const nodes = data?.room.everyone.nodes;
  const members = useMemo(() => (nodes ?? []).map((member) => getFragmentData(RoomMember, member)), [nodes]);
  useEffect(() => {
    if (room) live.clocks.start(room.id, room.clock);
  }, [live, room]);
  return { room, members, isMissing: refusalOf(error)?.code === "NOT_FOUND" };
}
