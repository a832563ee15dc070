import { Stack, Text, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { PersonAvatar } from "~/components/PersonAvatar";
import { getFragmentData } from "~/gql";
import type { MessageStateFragment } from "~/gql/graphql";
import { Person } from "~/lib/fragments";
import { namedText } from "~/lib/namedText";
import classes from "./CitedMessage.module.css";

interface Props {
  message: MessageStateFragment;
  onMessage(messageId: string): void;
  /** What else there is to say of it. */
  below?: ReactNode;
}

/** A message in the details of its room: who said what. It leads to its place. */
export function CitedMessage({ message, onMessage, below }: Props) {
  const sender = getFragmentData(Person, message.sender);
  return (
    <UnstyledButton className={classes.cited} onClick={() => onMessage(message.id)}>
      <PersonAvatar person={sender} size={32} />
      <Stack gap={0} className={classes.about}>
        <Text size="sm" fw={600} truncate>
          {sender.displayName}
        </Text>
        <Text size="sm" lineClamp={3} className={classes.text} c={message.deletedAt ? "dimmed" : undefined}>
          {wordsOf(message)}
        </Text>
        {below}
      </Stack>
    </UnstyledButton>
  );
}

function wordsOf(message: MessageStateFragment): string {
  if (message.deletedAt) return "Message deleted";
  return namedText(message) || message.attachments.map(({ filename }) => filename).join(", ");
}
