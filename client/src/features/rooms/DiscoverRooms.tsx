import { useQuery } from "@apollo/client/react";
import { Button, Skeleton, Stack, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { Blank } from "~/components/Blank";
import { Icon } from "~/components/Icon";
import { Refusal } from "~/components/Refusal";
import { getFragmentData, graphql } from "~/gql";
import { messageOf } from "~/lib/errors";
import { DiscoveredCard, DiscoveredRoom } from "./DiscoveredCard";

const PAGE = 20;

const Discover = graphql(`
  query DiscoverRooms($search: String, $first: Int!, $after: String) {
    discoverRooms(search: $search, first: $first, after: $after) {
      nodes { ...DiscoveredRoom }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export function DiscoverRooms({ onOpen }: { onOpen: (roomId: string) => void }) {
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text.trim(), 200);
  const found = useQuery(Discover, {
    variables: { search: search || null, first: PAGE },
    fetchPolicy: "cache-and-network",
  });
  const data = found.data ?? found.previousData;
  const page = data?.discoverRooms;
  const rooms = (page?.nodes ?? []).map((room) => getFragmentData(DiscoveredRoom, room));

  const loadMore = () =>
    found.fetchMore({
      variables: { after: page?.pageInfo.endCursor },
      updateQuery: (held, { fetchMoreResult: more }) => ({
        discoverRooms: {
          ...more.discoverRooms,
          nodes: [...held.discoverRooms.nodes, ...more.discoverRooms.nodes],
        },
      }),
    });

  return (
    <Stack>
      <TextInput
        type="search"
        aria-label="Search public groups"
        placeholder="Search public groups"
        leftSection={<Icon name="search" size={18} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {found.error && <Refusal>{messageOf(found.error)}</Refusal>}
      {!data && !found.error && (
        <Skeleton height={76} radius="lg" role="status" aria-label="Loading the groups" />
      )}
      <Stack component="ul" p={0} m={0} gap="sm" aria-label="Public groups">
        {rooms.map((room) => (
          <DiscoveredCard key={room.id} room={room} onOpen={onOpen} />
        ))}
      </Stack>
      {data && rooms.length === 0 && (
        <Blank icon="compass">
          {search ? "No public group is called that." : "There are no public groups yet."}
        </Blank>
      )}
      {page?.pageInfo.hasNextPage && (
        <Button variant="default" onClick={() => void loadMore()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}
