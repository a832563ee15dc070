import type { ApolloCache } from "@apollo/client";
import { getFragmentData } from "~/gql";
import { MessageState, Person } from "~/lib/fragments";
import { RoomMessages } from "~/lib/rooms";

/** The message that the viewer sent last, of those on the page; null if there is none to edit. */
export function lastOwn(cache: ApolloCache, roomId: string, viewerId: string): string | null {
  const held = cache.readQuery({ query: RoomMessages, variables: { roomId } });
  const messages = (held?.room.messages.nodes ?? []).map((node) => getFragmentData(MessageState, node));
  const isOwn = (message: (typeof messages)[number]) =>
    getFragmentData(Person, message.sender).id === viewerId && message.deletedAt === null;
  return messages.findLast(isOwn)?.id ?? null;
}
