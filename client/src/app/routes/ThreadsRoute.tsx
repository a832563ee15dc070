import { Threads } from "~/features/activity/Threads";
import { Page } from "../shell/Page";

export default function ThreadsRoute() {
  return (
    <Page title="Threads">
      <Threads />
    </Page>
  );
}
