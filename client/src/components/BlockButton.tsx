import { Button, Stack, Text } from "@mantine/core";
import type { PersonFragment } from "~/gql/graphql";
import { useAttempt } from "~/hooks/useAttempt";
import { useBlocks } from "~/hooks/useBlocks";
import { NotLoaded } from "./NotLoaded";
import { Refusal } from "./Refusal";

/** Blocks a person, or takes it back. Until it is known which, nothing, or that it cannot be known now. */
export function BlockButton({ person }: { person: Pick<PersonFragment, "id" | "displayName"> }) {
  const { blocked, error: unknown, reload, block, unblock } = useBlocks();
  const { attempt, busy, error } = useAttempt();
  if (!blocked)
    return unknown && <NotLoaded reload={reload}>Whether you blocked them could not be loaded.</NotLoaded>;
  const isBlocked = blocked.some(({ id }) => id === person.id);
  return (
    <Stack gap="xs" w="100%">
      <Refusal>{error}</Refusal>
      {isBlocked && (
        <Text c="dimmed" size="sm" ta="center" role="status">
          You blocked {person.displayName}. Neither of you can write to the other alone.
        </Text>
      )}
      <Button
        variant="subtle"
        color={isBlocked ? "gray" : "red"}
        fullWidth
        loading={busy}
        onClick={() => void attempt(() => (isBlocked ? unblock : block)(person.id))}
      >
        {isBlocked ? "Unblock" : "Block"}
      </Button>
    </Stack>
  );
}
