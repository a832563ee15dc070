import { type ApolloCache, ApolloLink } from "@apollo/client";
import { map } from "rxjs";
import { graphql } from "~/gql";

/** What a change of a message can change. */
const Changeable = graphql(`
  fragment Changeable on Message {
    clock
    content
    editedAt
    deletedAt
    replyCount
    reactions { emoji count userIds }
    mentions { id username displayName }
    attachments { id url filename mimeType size width height thumbnailUrl blurhash }
  }
`);

/**
 * An answer on its way can be overtaken by an event. Each message in it that is older than the one held keeps the state
 * that is held: its clock says which is newer.
 */
export function keepNewest(cache: ApolloCache): ApolloLink {
  return new ApolloLink((operation, forward) =>
    forward(operation).pipe(
      map((result) => ({ ...result, data: newest(result.data, cache) }) as typeof result),
    ),
  );
}

function newest<T>(value: T, cache: ApolloCache): T {
  if (Array.isArray(value)) return value.map((item) => newest(item, cache)) as T;
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([key, field]) => [key, newest(field, cache)]);
  const object = Object.fromEntries(fields);
  return object.__typename === "Message" ? { ...object, ...newerState(object, cache) } : object;
}

/** Of the fields in the answer, what they are in the state held; nothing if that is no newer. */
function newerState(message: Record<string, unknown>, cache: ApolloCache): Record<string, unknown> {
  const id = cache.identify(message as { __typename: string; id: string });
  const held = cache.readFragment({ id, fragment: Changeable, returnPartialData: true });
  const isNewer = Number(held?.clock) > Number(message.clock); // not for one that lacks its clock
  return isNewer ? Object.fromEntries(Object.entries(held ?? {}).filter(([key]) => key in message)) : {};
}
