import { Mentions } from "~/features/activity/Mentions";
import { Page } from "../shell/Page";

export default function MentionsRoute() {
  return (
    <Page title="Mentions">
      <Mentions />
    </Page>
  );
}
