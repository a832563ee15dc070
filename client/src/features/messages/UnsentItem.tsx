import { Button, Group, Text } from "@mantine/core";
import { memo } from "react";
import { Icon } from "~/components/Icon";
import { Markdown } from "~/components/markdown/Markdown";
import { useChat } from "~/hooks/useChat";
import { timeOf } from "~/lib/dates";
import { inWords } from "~/lib/duration";
import type { Unsent } from "~/lib/outbox/outbox";
import { Bubble } from "./Bubble";
import { useSecondsUntil } from "./useSecondsUntil";

interface Props {
  message: Unsent;
  opensGroup: boolean;
}

/** A message that the server does not have yet: on its way, or refused. */
export const UnsentItem = memo(function UnsentItem({ message, opensGroup }: Props) {
  const isRefused = message.refused !== null;
  return (
    <Bubble
      isOwn
      opensGroup={opensGroup}
      label={`You, ${isRefused ? "not sent" : "sending"}`}
      footnote={
        <>
          <time dateTime={message.createdAt}>{timeOf(message.createdAt)}</time>
          <span role="img" aria-label={isRefused ? "Not sent" : "Sending"} style={{ display: "inline-flex" }}>
            <Icon name={isRefused ? "alert" : "clock"} size={13} />
          </span>
        </>
      }
      below={
        isRefused ? (
          <Refused message={message} />
        ) : (
          message.held && <Held message={message} held={message.held} />
        )
      }
    >
      <Markdown content={message.content} />
      {message.attachments.map(({ id, filename }) => (
        <div key={id}>
          <Icon name="file" size={14} /> {filename}
        </div>
      ))}
    </Bubble>
  );
});

/** The room is in slow mode, or the sender was too quick: it goes out by itself. */
function Held({ message: { clientId }, held }: { message: Unsent; held: NonNullable<Unsent["held"]> }) {
  const { outbox } = useChat();
  const seconds = useSecondsUntil(held.until);
  return (
    <Group gap="xs" justify="flex-end">
      <Text size="xs" c="dimmed" role="timer">
        {held.why} {seconds > 0 ? `Yours is sent in ${inWords(seconds)}.` : "Yours is sent now."}
      </Text>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={() => outbox.discard(clientId)}>
        Discard
      </Button>
    </Group>
  );
}

function Refused({ message: { clientId, refused } }: { message: Unsent }) {
  const { outbox } = useChat();
  return (
    <Group gap="xs" justify="flex-end" role="alert">
      <Text size="xs" c="red">
        Not sent. {refused}
      </Text>
      <Group gap="xs" wrap="nowrap">
        <Button size="compact-xs" variant="light" onClick={() => outbox.retry(clientId)}>
          Try again
        </Button>
        <Button size="compact-xs" variant="subtle" color="red" onClick={() => outbox.discard(clientId)}>
          Discard
        </Button>
      </Group>
    </Group>
  );
}
