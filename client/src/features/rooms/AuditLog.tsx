import { useApolloClient } from "@apollo/client/react";
import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { NotLoaded } from "~/components/NotLoaded";
import { Refusal } from "~/components/Refusal";
import type { AuditEntryFragment } from "~/gql/graphql";
import { useAttempt } from "~/hooks/useAttempt";
import { dayKey, dayName } from "~/lib/dates";
import { Person } from "~/lib/fragments";
import { userKey } from "~/lib/live/state";
import { AuditItem } from "./AuditItem";
import classes from "./AuditLog.module.css";
import { auditWords } from "./auditWords";
import { useAudit } from "./useAudit";

interface Props {
  roomId: string;
  onMessage(messageId: string): void;
}

/** What owners and admins did in a group, by day, the newest first. */
export default function AuditLog({ roomId, onMessage }: Props) {
  const { cache } = useApolloClient();
  const { entries, hasFailed, reload, hasMore, loadMore } = useAudit(roomId);
  const more = useAttempt();
  if (!entries && hasFailed)
    return (
      <NotLoaded isAll reload={reload}>
        The audit log could not be loaded.
      </NotLoaded>
    );
  if (!entries) return <Placeholder />;
  if (entries.length === 0) {
    return (
      <Text c="dimmed" size="sm" ta="center" py="xl" role="status">
        Nothing yet. Changes of the group, its members, pins, invites and reports are noted here.
      </Text>
    );
  }
  const nameOf = (id: string) =>
    cache.readFragment({ id: userKey(id), fragment: Person, fragmentName: "Person" })?.displayName;
  return (
    <Stack gap="md">
      {byDay(entries).map(([first, ...rest]) => (
        <section key={dayKey(first.at)} aria-label={dayName(first.at)}>
          <h3 className={classes.day}>{dayName(first.at)}</h3>
          <ol className={classes.list}>
            {[first, ...rest].map((entry) => (
              <AuditItem
                key={entry.id}
                entry={entry}
                words={auditWords(entry, nameOf)}
                onMessage={onMessage}
              />
            ))}
          </ol>
        </section>
      ))}
      <Refusal>{more.error}</Refusal>
      {hasMore && (
        <Button variant="default" loading={more.busy} onClick={() => void more.attempt(loadMore)}>
          Show more
        </Button>
      )}
    </Stack>
  );
}

type Day = [AuditEntryFragment, ...AuditEntryFragment[]];

function byDay(entries: readonly AuditEntryFragment[]): Day[] {
  const days: Day[] = [];
  for (const entry of entries) {
    const last = days.at(-1);
    if (last && dayKey(last[0].at) === dayKey(entry.at)) last.push(entry);
    else days.push([entry]);
  }
  return days;
}

function Placeholder() {
  return (
    <Stack gap="md" role="status" aria-label="Loading the audit log">
      {[72, 56, 64, 48].map((width) => (
        <Skeleton key={width} height={28} width={`${width}%`} radius="md" />
      ))}
    </Stack>
  );
}
