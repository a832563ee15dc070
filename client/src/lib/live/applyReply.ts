import type { ApolloCache } from "@apollo/client";
import { graphql } from "~/gql";

const ReplyPlace = graphql(`
  fragment ReplyPlace on Message {
    id
    replies {
      nodes { id seq }
    }
  }
`);

/** A reply has its place in the thread, where that is held. How many there are the message that opened it tells itself. */
export function applyReply(cache: ApolloCache, reply: { id: string; seq: number }, rootId: string): void {
  const node = { __typename: "Message" as const, ...reply };
  const replies = { __typename: "MessageConnection" as const, nodes: [node] };
  const data = { __typename: "Message", id: rootId, replies };
  cache.writeFragment({ id: `Message:${rootId}`, fragment: ReplyPlace, data: data as never });
}
