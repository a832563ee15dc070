import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { Refusal } from "~/components/Refusal";
import { getFragmentData } from "~/gql";
import type { PresentPersonFragment, RoomMemberFragment } from "~/gql/graphql";
import { useAttempt } from "~/hooks/useAttempt";
import { Person } from "~/lib/fragments";
import { useAdministration } from "./administration";
import { PeoplePicker } from "./PeoplePicker";

export function AddMembers({ roomId, members }: { roomId: string; members: readonly RoomMemberFragment[] }) {
  const { addMember } = useAdministration(roomId);
  const { attempt, error } = useAttempt();
  const [added, setAdded] = useState<string | null>(null);
  const here = members.map((member) => getFragmentData(Person, member.user).id);

  async function onPick(person: PresentPersonFragment) {
    if (await attempt(() => addMember(person.id))) setAdded(person.displayName);
  }

  return (
    <Stack gap="xs">
      <Refusal>{error}</Refusal>
      <PeoplePicker label="Add people" without={here} onPick={onPick} />
      <Text size="sm" c="dimmed" role="status">
        {added && `${added} was added.`}
      </Text>
    </Stack>
  );
}
