import { Button, Pill, Stack, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Refusal } from "~/components/Refusal";
import type { PresentPersonFragment } from "~/gql/graphql";
import { messageOf, refusalOf } from "~/lib/errors";
import { useCreateRoom } from "./mutations";
import { PeoplePicker } from "./PeoplePicker";

export function NewGroup({ onOpened }: { onOpened: (roomId: string) => void }) {
  const createRoom = useCreateRoom();
  const [name, setName] = useState("");
  const [isPrivate, setPrivate] = useState(true);
  const [people, setPeople] = useState<readonly PresentPersonFragment[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const atName = refusalOf(failure)?.field === "name";

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      onOpened(await createRoom({ name, isPrivate, memberIds: people.map(({ id }) => id) }));
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={onSubmit} aria-label="New group">
      <Stack gap="md">
        <Refusal>{failure === null || atName ? null : messageOf(failure)}</Refusal>
        <TextInput
          label="Name"
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={atName ? messageOf(failure) : undefined}
          data-autofocus
        />
        <Switch
          label="Private"
          description={isPrivate ? "Only people who are added see it." : "Anyone can find it and join."}
          checked={isPrivate}
          onChange={(event) => setPrivate(event.currentTarget.checked)}
        />
        {people.length > 0 && (
          <Pill.Group aria-label="Members">
            {people.map((person) => (
              <Pill
                key={person.id}
                withRemoveButton
                onRemove={() => setPeople(people.filter(({ id }) => id !== person.id))}
                removeButtonProps={{ "aria-label": `Remove ${person.displayName}` }}
              >
                {person.displayName}
              </Pill>
            ))}
          </Pill.Group>
        )}
        <PeoplePicker
          label="Add people"
          without={people.map(({ id }) => id)}
          onPick={(person) => setPeople([...people, person])}
        />
        <Button type="submit" loading={busy}>
          Create group
        </Button>
      </Stack>
    </form>
  );
}
