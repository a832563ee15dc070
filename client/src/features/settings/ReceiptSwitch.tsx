import { useMutation, useQuery } from "@apollo/client/react";
import { Stack, Switch } from "@mantine/core";
import { Refusal } from "~/components/Refusal";
import { graphql } from "~/gql";
import { useAttempt } from "~/hooks/useAttempt";
import { ASKED_ANEW } from "~/lib/client";

const ReceiptSharing = graphql(`
  query ReceiptSharing {
    viewer { sharesReadReceipts }
  }
`);

const ShareReceipts = graphql(`
  mutation ShareReceipts($shares: Boolean!) {
    updateProfile(input: { sharesReadReceipts: $shares }) { id }
  }
`);

/** Whether others learn what the viewer reads, and the viewer what they read. */
export function ReceiptSwitch() {
  const { data, refetch } = useQuery(ReceiptSharing, {
    fetchPolicy: "cache-and-network",
    context: ASKED_ANEW,
  });
  const [share] = useMutation(ShareReceipts);
  const { attempt, busy, error } = useAttempt();

  async function turn(shares: boolean) {
    await share({ variables: { shares } });
    await refetch();
  }

  return (
    <Stack gap="md">
      <Refusal>{error}</Refusal>
      <Switch
        label="Share read receipts"
        description="While this is off nobody sees what you have read, and you do not see what others have read."
        checked={data?.viewer.sharesReadReceipts ?? true}
        disabled={busy || !data}
        onChange={(event) => {
          const shares = event.currentTarget.checked;
          void attempt(() => turn(shares));
        }}
      />
    </Stack>
  );
}
