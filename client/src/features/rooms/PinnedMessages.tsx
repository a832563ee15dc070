import { useQuery } from "@apollo/client/react";
import { Skeleton, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { NotLoaded } from "~/components/NotLoaded";
import { PersonAvatar } from "~/components/PersonAvatar";
import { getFragmentData } from "~/gql";
import type { PinnedMessageFragment } from "~/gql/graphql";
import { fullTimeOf, shortWhen } from "~/lib/dates";
import { MessageState, Person } from "~/lib/fragments";
import { namedText } from "~/lib/namedText";
import { PinnedMessage, Pins } from "~/lib/pins";
import classes from "./PinnedMessages.module.css";

interface Props {
  roomId: string;
  onMessage(messageId: string): void;
}

/** What is pinned in a room, the newest pin first; each leads to its message. */
export function PinnedMessages({ roomId, onMessage }: Props) {
  const { data, error, refetch } = useQuery(Pins, {
    variables: { roomId },
    fetchPolicy: "cache-and-network",
    nextFetchPolicy: "cache-first",
  });
  const pins = data?.room.pins.map((pin) => getFragmentData(PinnedMessage, pin));
  return (
    <section aria-labelledby="pinned-messages">
      <Title order={3} size="sm" id="pinned-messages" mb={4}>
        Pinned messages
      </Title>
      {!pins && error && <NotLoaded reload={refetch}>They could not be loaded.</NotLoaded>}
      {!pins && !error && <Skeleton height={44} role="status" aria-label="Loading the pinned messages" />}
      {pins?.length === 0 && (
        <Text c="dimmed" size="sm">
          Nothing is pinned yet.
        </Text>
      )}
      {pins && pins.length > 0 && (
        <ul className={classes.list} aria-labelledby="pinned-messages">
          {pins.map((pin) => (
            <PinItem key={getFragmentData(MessageState, pin.message).id} pin={pin} onMessage={onMessage} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface ItemProps {
  pin: PinnedMessageFragment;
  onMessage(messageId: string): void;
}

function PinItem({ pin, onMessage }: ItemProps) {
  const message = getFragmentData(MessageState, pin.message);
  const sender = getFragmentData(Person, message.sender);
  return (
    <li>
      <UnstyledButton className={classes.pin} onClick={() => onMessage(message.id)}>
        <PersonAvatar person={sender} size={32} />
        <Stack gap={0} className={classes.about}>
          <Text size="sm" fw={600} truncate>
            {sender.displayName}
          </Text>
          <Text size="sm" lineClamp={3} className={classes.text}>
            {namedText(message) || message.attachments.map((file) => file.filename).join(", ")}
          </Text>
          <Text size="xs" c="dimmed" title={fullTimeOf(pin.pinnedAt)}>
            Pinned by {pin.pinnedBy.displayName} · {shortWhen(pin.pinnedAt)}
          </Text>
        </Stack>
      </UnstyledButton>
    </li>
  );
}
