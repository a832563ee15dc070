import { MessageLink } from "~/components/MessageLink";
import { getFragmentData, graphql } from "~/gql";
import { usePages } from "~/hooks/usePages";
import { MessageState } from "~/lib/fragments";
import { namedText } from "~/lib/namedText";
import { messagePath } from "~/lib/paths";
import { ActivityList } from "./ActivityList";

const MentionsOfViewer = graphql(`
  query Mentions($after: String) {
    viewer {
      mentions(first: 20, after: $after) {
        nodes { ...MessageState room { id kind name } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

/** The messages that call for the viewer, the newest first; each leads to its place. */
export function Mentions() {
  const { nodes, pages } = usePages(MentionsOfViewer, {}, ({ viewer }) => viewer.mentions);
  const items = nodes?.map((node) => {
    const message = getFragmentData(MessageState, node);
    return (
      <li key={message.id}>
        <MessageLink message={message} room={node.room} to={messagePath(node.room.id, message.id)}>
          {namedText(message)}
        </MessageLink>
      </li>
    );
  });
  return (
    <ActivityList
      name="Mentions"
      items={items ?? null}
      {...pages}
      empty="Nobody has mentioned you yet."
      icon="at"
    />
  );
}
