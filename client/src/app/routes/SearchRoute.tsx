import { useQuery } from "@apollo/client/react";
import { useSearchParams } from "react-router";
import { SearchPage } from "~/features/search/SearchPage";
import { getFragmentData } from "~/gql";
import { useChat } from "~/hooks/useChat";
import { RoomState } from "~/lib/fragments";
import { roomFace } from "~/lib/roomFace";
import { Room } from "~/lib/rooms";
import { Page } from "../shell/Page";

export default function SearchRoute() {
  const { viewer } = useChat();
  const [params, setParams] = useSearchParams();
  const query = params.get("q") ?? "";
  const roomId = params.get("in");
  const { data } = useQuery(Room, { variables: { id: roomId ?? "" }, skip: roomId === null });
  const room = getFragmentData(RoomState, data?.room);
  const title = room ? roomFace(room, viewer.id).title : "this room";
  const search = (q: string, within: string | null) =>
    setParams({ ...(q && { q }), ...(within && { in: within }) }, { replace: true });
  return (
    <Page title="Search">
      <SearchPage
        query={query}
        room={roomId ? { id: roomId, title } : null}
        onQuery={(next) => search(next, roomId)}
        onEverywhere={() => search(query, null)}
      />
    </Page>
  );
}
