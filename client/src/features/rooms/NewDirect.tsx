import { Alert, Stack } from "@mantine/core";
import { useState } from "react";
import { messageOf } from "~/lib/errors";
import { useOpenDirectRoom } from "./mutations";
import { PeoplePicker } from "./PeoplePicker";

export function NewDirect({ onOpened }: { onOpened: (roomId: string) => void }) {
  const openDirectRoom = useOpenDirectRoom();
  const [error, setError] = useState<string | null>(null);
  return (
    <Stack gap="sm">
      {error && (
        <Alert color="red" role="alert">
          {error}
        </Alert>
      )}
      <PeoplePicker
        label="Who would you like to talk to?"
        onPick={(person) =>
          openDirectRoom(person.id).then(onOpened, (failure: unknown) => setError(messageOf(failure)))
        }
      />
    </Stack>
  );
}
