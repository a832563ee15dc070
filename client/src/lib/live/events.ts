import { graphql } from "~/gql";
import type { EventsSubscription } from "~/gql/graphql";

/**
 * Everything that happens, in one stream. It selects nothing that depends on who asks (unread counts, one's own
 * membership, who is here): so the server executes each event once, for everybody.
 */
export const Events = graphql(`
  subscription Events($since: [RoomClock!]!) {
    events(since: $since) {
      __typename
      ... on MessageSent { roomId message { ...MessageState } }
      ... on MessageEdited { roomId message { ...MessageState } }
      ... on MessageDeleted { roomId message { ...MessageState } }
      ... on ReactionChanged { roomId message { ...MessageState } }
      ... on ThreadChanged { roomId message { ...MessageState } }
      ... on FollowChanged { roomId messageId isFollowed readSeq }
      ... on PinChanged { roomId }
      ... on MessageReported { roomId }
      ... on ReportClosed { roomId }
      ... on InviteChanged { roomId }
      ... on BlocksChanged { userId blocked }
      ... on ReceiptsChanged { roomId receipts { ...WatermarkState } }
      ... on TypingChanged { roomId userId typing }
      ... on PresenceChanged { userId presence lastSeen }
      ... on ProfileChanged { user { ...Person } }
      ... on RoomChanged { roomId room { ...RoomFace } }
      ... on MemberJoined { roomId member { ...MemberState } }
      ... on MemberChanged { roomId member { ...MemberState } }
      ... on MemberLeft { roomId userId }
      ... on RoomSynced {
        roomId
        clock
        reset
        messages { ...MessageState }
        receipts { ...WatermarkState }
      }
    }
  }
`);

export type ChatEvent = EventsSubscription["events"];
export type EventOf<TName extends ChatEvent["__typename"]> = Extract<ChatEvent, { __typename: TName }>;
