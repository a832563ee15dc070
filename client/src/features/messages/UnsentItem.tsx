import { Button, Group, Text } from "@mantine/core";
import { memo } from "react";
import { Icon } from "~/components/Icon";
import { Markdown } from "~/components/markdown/Markdown";
import { useChat } from "~/hooks/useChat";
import { timeOf } from "~/lib/dates";
import type { Unsent } from "~/lib/outbox/outbox";
import { Bubble } from "./Bubble";

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
      below={isRefused && <Refused message={message} />}
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

function Refused({ message: { clientId, refused } }: { message: Unsent }) {
  const { outbox } = useChat();
  return (
    <Group gap="xs" justify="flex-end" role="alert">
      <Text size="xs" c="red">
        Not sent. {refused}
      </Text>
      <Button size="compact-xs" variant="light" onClick={() => outbox.retry(clientId)}>
        Try again
      </Button>
      <Button size="compact-xs" variant="subtle" color="red" onClick={() => outbox.discard(clientId)}>
        Discard
      </Button>
    </Group>
  );
}
