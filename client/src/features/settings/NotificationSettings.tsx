import { Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { Refusal } from "~/components/Refusal";
import { type Notifying, useNotifying } from "~/lib/notifying";
import { PushSwitch } from "./PushSwitch";

const DENIED =
  "Your browser refuses notifications from here. Allow them in its settings for this site, then try again.";

/** What this device notifies of. Nothing until somebody asks for it. */
export function NotificationSettings() {
  const [notifying, setNotifying] = useNotifying();
  const [error, setError] = useState<string | null>(null);

  async function choose(wanted: Notifying) {
    setError(null);
    if (wanted !== "off" && !(await isAllowed())) return setError(DENIED);
    setNotifying(wanted);
  }

  if (!("Notification" in window)) return <Refusal>This browser has no notifications.</Refusal>;
  return (
    <Stack gap="md">
      <Refusal>{error}</Refusal>
      <Radio.Group
        label="While the window is not in front, notify me of"
        value={notifying}
        onChange={(value) => void choose(value as Notifying)}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="off" label="Nothing" />
          <Radio value="personal" label="Direct messages and mentions" />
          <Radio value="all" label="Every message" />
        </Stack>
      </Radio.Group>
      <PushSwitch isAllowed={isAllowed} />
    </Stack>
  );
}

async function isAllowed(): Promise<boolean> {
  return (await Notification.requestPermission()) === "granted";
}
