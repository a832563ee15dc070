import { useQuery } from "@apollo/client/react";
import { MessageLink } from "~/components/MessageLink";
import { getFragmentData, graphql } from "~/gql";
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
  const { data, previousData, error, refetch, fetchMore } = useQuery(ThreadsOfViewer, {
    fetchPolicy: "cache-and-network",
    nextFetchPolicy: "cache-first",
  });
  const page = (data ?? previousData)?.viewer.threads;
  const items = page?.nodes.map(({ message: node, unreadCount }) => {
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
      hasFailed={error !== undefined}
      reload={refetch}
      hasMore={page?.pageInfo.hasNextPage ?? false}
      loadMore={() =>
        void fetchMore({ variables: { after: page?.pageInfo.endCursor } }).catch(() => undefined)
      }
      empty="You follow no thread yet. Reply to a message, and its thread stands here."
    />
  );
}
