import { graphql } from "~/gql";

export const SendMessage = graphql(`
  mutation SendMessage($input: SendMessageInput!) {
    sendMessage(input: $input) { ...MessageState }
  }
`);

export const MarkRead = graphql(`
  mutation MarkRead($roomId: ID!, $seq: Int!) {
    markRead(roomId: $roomId, seq: $seq) { readSeq }
  }
`);

export const MarkThreadRead = graphql(`
  mutation MarkThreadRead($messageId: ID!, $seq: Int!) {
    markThreadRead(messageId: $messageId, seq: $seq) { readSeq }
  }
`);

export const MarkDelivered = graphql(`
  mutation MarkDelivered($roomId: ID!, $seq: Int!) {
    markDelivered(roomId: $roomId, seq: $seq) { deliveredSeq }
  }
`);
