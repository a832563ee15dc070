import { graphql } from "~/gql";

export const ROOMS_AT_START = 30;

export const Rooms = graphql(`
  query Rooms($first: Int!, $after: String) {
    viewer {
      rooms(first: $first, after: $after) {
        nodes { ...RoomState }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

export const Room = graphql(`
  query Room($id: ID!) {
    room(id: $id) {
      ...RoomState
      everyone: members(first: 100) {
        nodes { ...RoomMember }
        pageInfo { hasNextPage }
      }
    }
  }
`);

export const RoomMessages = graphql(`
  query RoomMessages($roomId: ID!, $before: String) {
    room(id: $roomId) {
      id
      messages(last: 50, before: $before) {
        nodes { ...MessageState }
        pageInfo { hasPreviousPage startCursor }
      }
    }
  }
`);

/** The page around one message: what fills a hole in the timeline. */
export const MessagesAround = graphql(`
  query MessagesAround($roomId: ID!, $messageId: ID!) {
    room(id: $roomId) {
      id
      messages(around: $messageId) {
        nodes { ...MessageState }
        pageInfo { hasPreviousPage startCursor }
      }
    }
  }
`);
