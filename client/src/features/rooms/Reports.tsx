import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { NotLoaded } from "~/components/NotLoaded";
import { Refusal } from "~/components/Refusal";
import { getFragmentData } from "~/gql";
import type { OpenReportFragment } from "~/gql/graphql";
import { useAttempt } from "~/hooks/useAttempt";
import { fullTimeOf, shortWhen } from "~/lib/dates";
import { MessageState } from "~/lib/fragments";
import { CitedMessage } from "./CitedMessage";
import classes from "./Reports.module.css";
import { useReports } from "./useReports";

interface Props {
  roomId: string;
  onMessage(messageId: string): void;
}

/** What members reported, the oldest first: each leads to its message and can be resolved. */
export default function Reports({ roomId, onMessage }: Props) {
  const { reports, error, reload, resolve } = useReports(roomId);
  if (!reports && error)
    return (
      <NotLoaded isAll reload={reload}>
        The reports could not be loaded.
      </NotLoaded>
    );
  if (!reports) return <Placeholder />;
  if (reports.length === 0) {
    return (
      <Stack gap={4} align="center" py="xl" role="status">
        <Text fw={600}>Nothing is reported</Text>
        <Text c="dimmed" size="sm" ta="center">
          Members report a message from its menu. You see it here until one of you resolves it.
        </Text>
      </Stack>
    );
  }
  return (
    <ul className={classes.list} aria-label="Reports">
      {reports.map((report) => (
        <ReportItem key={report.id} report={report} resolve={resolve} onMessage={onMessage} />
      ))}
    </ul>
  );
}

interface ItemProps {
  report: OpenReportFragment;
  resolve(id: string): Promise<void>;
  onMessage(messageId: string): void;
}

function ReportItem({ report, resolve, onMessage }: ItemProps) {
  const { attempt, busy, error } = useAttempt();
  const message = getFragmentData(MessageState, report.message);
  return (
    <li className={classes.report}>
      <div>
        <Text fw={600} className={classes.reason}>
          {report.reason}
        </Text>
        <Text size="xs" c="dimmed" title={fullTimeOf(report.at)}>
          Reported by {report.reporter.displayName} · {shortWhen(report.at)}
        </Text>
      </div>
      <div className={classes.message}>
        <CitedMessage message={message} onMessage={onMessage} />
      </div>
      <Refusal>{error}</Refusal>
      <Group gap="xs" justify="flex-end">
        <Button variant="default" size="compact-sm" onClick={() => onMessage(message.id)}>
          Show message
        </Button>
        <Button
          variant="light"
          size="compact-sm"
          loading={busy}
          aria-label={`Resolve: ${report.reason}`}
          onClick={() => void attempt(() => resolve(report.id))}
        >
          Resolve
        </Button>
      </Group>
    </li>
  );
}

function Placeholder() {
  return (
    <Stack gap="md" role="status" aria-label="Loading the reports">
      <Skeleton height={132} radius="lg" />
      <Skeleton height={132} radius="lg" />
    </Stack>
  );
}
