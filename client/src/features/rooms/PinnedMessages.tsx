import { useQuery } from "@apollo/client/react";
import { Skeleton, Text, Title } from "@mantine/core";
import { NotLoaded } from "~/components/NotLoaded";
import { getFragmentData } from "~/gql";
import type { PinnedMessageFragment } from "~/gql/graphql";
import { fullTimeOf, shortWhen } from "~/lib/dates";
import { MessageState } from "~/lib/fragments";
import { PinnedMessage, Pins } from "~/lib/pins";
import { CitedMessage } from "./CitedMessage";
import classes from "./PinnedMessages.module.css";

interface Props {
  roomId: string;
  onMessage(messageId: string): void;
}

/** What is pinned in a room, the newest pin first; each leads to its message. */
export function PinnedMessages({ roomId, onMessage }: Props) {
  const { data, previousData, error, refetch } = useQuery(Pins, {
    variables: { roomId },
    fetchPolicy: "cache-and-network",
    nextFetchPolicy: "cache-first",
  });
  const held = data ?? (error ? undefined : previousData);
  const pins = held?.room.pins.map((pin) => getFragmentData(PinnedMessage, pin));
  return (
    <section aria-labelledby="pinned-messages">
      <Title order={3} size="md" id="pinned-messages" mb={4}>
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
  return (
    <li>
      <CitedMessage
        message={message}
        onMessage={onMessage}
        below={
          <Text size="xs" c="dimmed" title={fullTimeOf(pin.pinnedAt)}>
            Pinned by {pin.pinnedBy.displayName} · {shortWhen(pin.pinnedAt)}
          </Text>
        }
      />
    </li>
  );
}
