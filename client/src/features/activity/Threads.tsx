import { MessageLink } from "~/components/MessageLink";
import { getFragmentData, graphql } from "~/gql";
import { usePages } from "~/hooks/usePages";
import { MessageState } from "~/lib/fragments";
import { namedText } from "~/lib/namedText";
import { threadPath } from "~/lib/paths";
import { ActivityList } from "./ActivityList";
import { Replies } from "./Replies";

const ThreadsOfViewer = graphql(`
  query Threads($after: String) {
    viewer {
      threads(first: 20, after: $after) {
        nodes {
          unreadCount
          message { ...MessageState room { id kind name } }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

/** The threads that the viewer follows, the last answered first; each opens beside its room. */
export function Threads() {
  const { nodes, pages } = usePages(ThreadsOfViewer, {}, ({ viewer }) => viewer.threads);
  const items = nodes?.map(({ message: node, unreadCount }) => {
    const root = getFragmentData(MessageState, node);
    return (
      <li key={root.id}>
        <MessageLink
          message={root}
          room={node.room}
          to={threadPath(node.room.id, root.id)}
          below={<Replies count={root.replyCount} unread={unreadCount} />}
        >
          {root.deletedAt ? "This message was deleted." : namedText(root)}
        </MessageLink>
      </li>
    );
  });
  return (
    <ActivityList
      name="Threads"
      items={items ?? null}
      {...pages}
      empty="You follow no thread yet. Reply to a message, and its thread stands here."
      icon="speech"
    />
  );
}
