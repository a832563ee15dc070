import { useQuery } from "@apollo/client/react";
import { getFragmentData, graphql } from "~/gql";
import { InviteLink } from "./InviteItem";

/** An event that an invite is another now lets go of them in the cache, so that who shows them asks anew. */
const RoomInvites = graphql(`
  query RoomInvites($roomId: ID!) {
    room(id: $roomId) { id invites { ...InviteLink } }
  }
`);

/** The links into a group that are good, the newest first. For its owners and admins. */
export function useInvites(roomId: string) {
  const { data, previousData, error, refetch } = useQuery(RoomInvites, {
    variables: { roomId },
    fetchPolicy: "cache-and-network",
    nextFetchPolicy: "cache-first",
  });
  const held = data ?? (error ? undefined : previousData);
  return {
    /** Undefined until they are here. */
    invites: held?.room.invites.map((invite) => getFragmentData(InviteLink, invite)),
    error,
    reload: refetch,
  };
}
