import { useNavigate } from "react-router";
import { DiscoverRooms } from "~/features/rooms/DiscoverRooms";
import { Page } from "../shell/Page";

export default function DiscoverRoute() {
  const navigate = useNavigate();
  return (
    <Page title="Discover groups">
      <DiscoverRooms onOpen={(roomId) => navigate(`/rooms/${roomId}`)} />
    </Page>
  );
}
