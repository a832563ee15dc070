import { useMutation, useQuery } from "@apollo/client/react";
import { getFragmentData, graphql } from "~/gql";
import { ASKED_ANEW } from "~/lib/client";
import { Person } from "~/lib/fragments";

const Blocks = graphql(`
  query Blocks {
    viewer { blockedUsers { ...Person } }
  }
`);

const BlockUser = graphql(`
  mutation BlockUser($userId: ID!) {
    blockUser(userId: $userId)
  }
`);

const UnblockUser = graphql(`
  mutation UnblockUser($userId: ID!) {
    unblockUser(userId: $userId)
  }
`);

/** Those whom the viewer blocked, by username; undefined until that is known. It stays in step on all their devices. */
export function useBlocks() {
  const { data, previousData, error, refetch } = useQuery(Blocks, {
    fetchPolicy: "cache-and-network",
    nextFetchPolicy: "cache-first",
    context: ASKED_ANEW,
  });
  const [block] = useMutation(BlockUser);
  const [unblock] = useMutation(UnblockUser);
  return {
    blocked: (data ?? (error ? undefined : previousData))?.viewer.blockedUsers.map((user) =>
      getFragmentData(Person, user),
    ),
    error,
    reload: refetch,
    block: (userId: string) => block({ variables: { userId } }).then(() => refetch()),
    unblock: (userId: string) => unblock({ variables: { userId } }).then(() => refetch()),
  };
}
