import { Switch } from "@mantine/core";
import { Refusal } from "~/components/Refusal";
import { useAttempt } from "~/hooks/useAttempt";
import { useAdministration } from "./administration";

export function MuteSwitch({ roomId, isMuted }: { roomId: string; isMuted: boolean }) {
  const { mute } = useAdministration(roomId);
  const { attempt, busy, error } = useAttempt();
  return (
    <>
      <Refusal>{error}</Refusal>
      <Switch
        label="Mute"
        description="No notifications, and unread messages count quietly."
        checked={isMuted}
        disabled={busy}
        onChange={(event) => {
          const muted = event.currentTarget.checked;
          void attempt(() => mute(muted));
        }}
      />
    </>
  );
}
