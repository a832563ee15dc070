import { useMutation, useQuery } from "@apollo/client/react";
import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { Icon } from "~/components/Icon";
import { Refusal } from "~/components/Refusal";
import { getFragmentData, graphql } from "~/gql";
import type { SessionOnDeviceFragment } from "~/gql/graphql";
import { useAttempt } from "~/hooks/useAttempt";
import { ASKED_ANEW } from "~/lib/client";
import { fullTimeOf, shortWhen } from "~/lib/dates";
import { messageOf } from "~/lib/errors";
import classes from "./SessionList.module.css";

const SessionOnDevice = graphql(`
  fragment SessionOnDevice on Session {
    id
    device
    createdAt
    usedAt
    isCurrent
  }
`);

const Sessions = graphql(`
  query Sessions {
    viewer { sessions { ...SessionOnDevice } }
  }
`);

const RevokeSession = graphql(`
  mutation RevokeSession($id: ID!) {
    revokeSession(id: $id)
  }
`);

/** Where the viewer is signed in. This device stands first; any other can be signed out from here. */
export function SessionList() {
  const { data, error, refetch } = useQuery(Sessions, {
    fetchPolicy: "cache-and-network",
    context: ASKED_ANEW,
  });
  const [revoke] = useMutation(RevokeSession);
  const ending = useAttempt();
  if (error && !data) return <Refusal>{messageOf(error)}</Refusal>;
  if (!data) return <Skeleton height={52} role="status" aria-label="Loading your sessions" />;
  const sessions = data.viewer.sessions
    .map((session) => getFragmentData(SessionOnDevice, session))
    .sort(byUse);

  const end = (ids: readonly string[]) =>
    ending.attempt(async () => {
      for (const id of ids) await revoke({ variables: { id } });
      await refetch();
    });
  const others = sessions.filter(({ isCurrent }) => !isCurrent);
  return (
    <Stack gap="sm">
      <Refusal>{ending.error}</Refusal>
      <ul className={classes.list} aria-label="Sessions">
        {sessions.map((session) => (
          <SessionItem
            key={session.id}
            session={session}
            busy={ending.busy}
            end={() => void end([session.id])}
          />
        ))}
      </ul>
      {others.length > 1 && (
        <Button
          variant="default"
          disabled={ending.busy}
          onClick={() => void end(others.map(({ id }) => id))}
          style={{ alignSelf: "flex-end" }}
        >
          Sign out everywhere else
        </Button>
      )}
    </Stack>
  );
}

interface ItemProps {
  session: SessionOnDeviceFragment;
  busy: boolean;
  end(): void;
}

function SessionItem({ session, busy, end }: ItemProps) {
  const device = session.device ?? "Unknown device";
  return (
    <li className={classes.session}>
      <Icon name="device" size={22} />
      <div className={classes.about}>
        <Text fw={550}>{device}</Text>
        <Text size="xs" c="dimmed" title={`Signed in ${fullTimeOf(session.createdAt)}`}>
          {session.isCurrent ? "This device" : `Last used ${shortWhen(session.usedAt)}`}
        </Text>
      </div>
      {!session.isCurrent && (
        <Button
          variant="subtle"
          color="red"
          size="compact-sm"
          disabled={busy}
          onClick={end}
          aria-label={`Sign out ${device}`}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}

function byUse(a: SessionOnDeviceFragment, b: SessionOnDeviceFragment): number {
  return Number(b.isCurrent) - Number(a.isCurrent) || b.usedAt.localeCompare(a.usedAt);
}
