import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { NotLoaded } from "~/components/NotLoaded";
import { PersonAvatar } from "~/components/PersonAvatar";
import { Refusal } from "~/components/Refusal";
import { useAttempt } from "~/hooks/useAttempt";
import { useBlocks } from "~/hooks/useBlocks";
import { messageOf } from "~/lib/errors";
import classes from "./SessionList.module.css";

/** Whom the viewer blocked; each can be let off from here. */
export function BlockedPeople() {
  const { blocked, error, reload, unblock } = useBlocks();
  const taking = useAttempt();
  return (
    <Stack gap="xs" mt="lg">
      <Text fw={550} id="blocked-people">
        Blocked people
      </Text>
      <Refusal>{taking.error}</Refusal>
      {!blocked && error && <NotLoaded reload={reload}>{messageOf(error)}</NotLoaded>}
      {!blocked && !error && (
        <Skeleton height={40} role="status" aria-label="Loading the people you blocked" />
      )}
      {blocked?.length === 0 && (
        <Text c="dimmed" size="sm">
          You have blocked nobody.
        </Text>
      )}
      {blocked && blocked.length > 0 && (
        <ul className={classes.list} aria-labelledby="blocked-people">
          {blocked.map((person) => (
            <li key={person.id} className={classes.session}>
              <PersonAvatar person={person} size={34} />
              <div className={classes.about}>
                <Text fw={550}>{person.displayName}</Text>
                <Text size="xs" c="dimmed">
                  @{person.username}
                </Text>
              </div>
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                disabled={taking.busy}
                onClick={() => void taking.attempt(() => unblock(person.id))}
                aria-label={`Unblock ${person.displayName}`}
              >
                Unblock
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}
