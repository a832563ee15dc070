import { useMutation, useQuery } from "@apollo/client/react";
import { Switch } from "@mantine/core";
import { useEffect, useState } from "react";
import { Refusal } from "~/components/Refusal";
import { graphql } from "~/gql";
import { useAttempt } from "~/hooks/useAttempt";
import { refusalOf } from "~/lib/errors";
import { isPushPossible, isSubscribedToPush, subscribeToPush, unsubscribeFromPush } from "~/lib/push";

const PushKey = graphql(`
  query PushKey {
    viewer { pushKey }
  }
`);

const SubscribePush = graphql(`
  mutation SubscribePush($input: PushSubscriptionInput!) {
    subscribePush(input: $input)
  }
`);

const UnsubscribePush = graphql(`
  mutation UnsubscribePush {
    unsubscribePush
  }
`);

/** Direct messages and mentions by push, for when no window is open at all. */
export function PushSwitch({ isAllowed }: { isAllowed: () => Promise<boolean> }) {
  const { data } = useQuery(PushKey);
  const [subscribe] = useMutation(SubscribePush);
  const [unsubscribe] = useMutation(UnsubscribePush);
  const [isOn, setOn] = useState(false);
  const { attempt, busy, failure, error } = useAttempt();
  const isPossible = isPushPossible();
  const key = data?.viewer.pushKey;

  useEffect(() => {
    if (isPossible) void isSubscribedToPush().then(setOn);
  }, [isPossible]);

  async function turn(on: boolean) {
    if (on && key) {
      if (!(await isAllowed())) throw new Error("Notifications are not allowed.");
      await subscribe({ variables: { input: await subscribeToPush(key) } });
    } else {
      await unsubscribe();
      await unsubscribeFromPush();
    }
    setOn(on);
  }

  if (!isPossible || (data && !key)) return null;
  return (
    <>
      <Refusal>
        {failure === null ? null : refusalOf(failure) ? error : "This browser could not turn them on."}
      </Refusal>
      <Switch
        label="Also when Parley is closed"
        description="Direct messages and mentions reach this device by push."
        checked={isOn}
        disabled={busy || !key}
        onChange={(event) => {
          const on = event.currentTarget.checked;
          void attempt(() => turn(on));
        }}
      />
    </>
  );
}
