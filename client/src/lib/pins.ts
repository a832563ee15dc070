import { graphql } from "~/gql";

/** What a room shows of a pinned message. */
export const PinnedMessage = graphql(`
  fragment PinnedMessage on Pin {
    pinnedAt
    pinnedBy { id displayName }
    message { ...MessageState }
  }
`);

/** The pins of a room. An event that one changed lets go of them in the cache, so that who shows them asks anew. */
export const Pins = graphql(`
  query Pins($roomId: ID!) {
    room(id: $roomId) {
      id
      pins {
        ...PinnedMessage
        message { id }
      }
    }
  }
`);
