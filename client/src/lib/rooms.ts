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

/** One page of a room: the newest, the one before or after a cursor, or the one around a message. */
export const RoomMessages = graphql(`
  query RoomMessages($roomId: ID!, $first: Int, $after: String, $last: Int, $before: String, $around: ID) {
    room(id: $roomId) {
      id
      messages(first: $first, after: $after, last: $last, before: $before, around: $around) {
        nodes { ...MessageState }
        pageInfo { hasPreviousPage hasNextPage startCursor endCursor }
      }
    }
  }
`);
