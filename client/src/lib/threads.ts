import { graphql } from "~/gql";

/** What the viewer follows, and how much of it is to be read. A server lists a hundred at most. */
export const FollowedThreads = graphql(`
  query FollowedThreads {
    viewer {
      unreadThreads
      threads(first: 100) {
        nodes { message { id } }
        pageInfo { hasNextPage }
      }
    }
  }
`);

export const UnreadThreads = graphql(`
  fragment UnreadThreads on Viewer {
    unreadThreads
  }
`);
