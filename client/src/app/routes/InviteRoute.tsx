import { useNavigate, useParams } from "react-router";
import { Invited } from "~/features/rooms/Invited";
import { Page } from "../shell/Page";

export default function InviteRoute() {
  const { code = "" } = useParams();
  const navigate = useNavigate();
  return (
    <Page title="You are invited">
      <Invited key={code} code={code} onOpen={(roomId) => navigate(`/rooms/${roomId}`, { replace: true })} />
    </Page>
  );
}
