import type { ApolloClient } from "@apollo/client";
import { useState } from "react";
import { getFragmentData, graphql } from "~/gql";
import type { RoomMemberFragment } from "~/gql/graphql";
import { Person, RoomMember } from "~/lib/fragments";

const MoreMembers = graphql(`
  query MoreMembers($roomId: ID!, $after: String) {
    room(id: $roomId) {
      id
      members(first: 100, after: $after) {
        nodes { ...RoomMember }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

/** The members held, and page by page those of a group too large to be held whole. */
export function useMoreMembers(
  roomId: string,
  count: number,
  held: readonly RoomMemberFragment[],
  client: ApolloClient,
) {
  const [more, setMore] = useState<readonly RoomMemberFragment[]>([]);
  const [cursor, setCursor] = useState<string | null>(null);
  const known = new Set(held.map((member) => getFragmentData(Person, member.user).id));
  const all = [...held, ...more.filter((member) => !known.has(getFragmentData(Person, member.user).id))];

  async function loadMore() {
    const { data } = await client.query({
      query: MoreMembers,
      variables: { roomId, after: cursor },
      fetchPolicy: "no-cache",
    });
    const page = data?.room.members;
    if (!page) return;
    setMore([...more, ...page.nodes.map((member) => getFragmentData(RoomMember, member))]);
    setCursor(page.pageInfo.endCursor ?? null);
  }
  return { all, hasMore: all.length < count, loadMore };
}
