import type { Reference } from "@apollo/client";
import { useMutation, useQuery } from "@apollo/client/react";
import { getFragmentData, graphql } from "~/gql";
import { modifyField } from "~/lib/cache/modifyField";
import { roomKey } from "~/lib/live/state";

const OpenReport = graphql(`
  fragment OpenReport on Report {
    id
    reason
    at
    reporter { id displayName }
    message { ...MessageState }
  }
`);

/** An event that a message was reported lets go of them in the cache, so that who shows them asks anew. */
const RoomReports = graphql(`
  query RoomReports($roomId: ID!) {
    room(id: $roomId) { id reports { id ...OpenReport } }
  }
`);

const CloseReport = graphql(`
  mutation CloseReport($id: ID!) {
    closeReport(id: $id)
  }
`);

/** Reports of messages in a group that nobody has dealt with, the oldest first. For its owners and admins. */
export function useReports(roomId: string) {
  const { data, previousData, error, refetch } = useQuery(RoomReports, {
    variables: { roomId },
    fetchPolicy: "cache-and-network",
    nextFetchPolicy: "cache-first",
  });
  const [close, { client }] = useMutation(CloseReport);
  const held = data ?? (error ? undefined : previousData);
  return {
    /** Undefined until they are here. */
    reports: held?.room.reports.map((report) => getFragmentData(OpenReport, report)),
    error,
    reload: refetch,
    async resolve(id: string) {
      await close({ variables: { id } });
      modifyField<readonly Reference[]>(client.cache, roomKey(roomId), "reports", (all) =>
        all.filter(({ __ref }) => __ref !== `Report:${id}`),
      );
    },
  };
}
