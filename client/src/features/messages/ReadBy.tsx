import { useQuery } from "@apollo/client/react";
import { Center, Loader, Modal, Text } from "@mantine/core";
import { NotLoaded } from "~/components/NotLoaded";
import { PersonAvatar } from "~/components/PersonAvatar";
import { getFragmentData, graphql } from "~/gql";
import type { MessageStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { fullTimeOf } from "~/lib/dates";
import { Person } from "~/lib/fragments";
import classes from "./ReadBy.module.css";

const Readers = graphql(`
  query Readers($id: ID!) {
    message(id: $id) {
      id
      readBy(first: 100) { nodes { at user { ...Person } } pageInfo { hasNextPage } }
    }
  }
`);

interface Props {
  message: MessageStateFragment;
  onClose(): void;
}

/** Who has read a message, and when. */
export default function ReadBy({ message, onClose }: Props) {
  const { viewer } = useChat();
  const { data, error, refetch } = useQuery(Readers, {
    variables: { id: message.id },
    fetchPolicy: "no-cache",
  });
  const senderId = getFragmentData(Person, message.sender).id;
  const readers = (data?.message.readBy.nodes ?? [])
    .map(({ at, user }) => ({ at, person: getFragmentData(Person, user) }))
    .filter(({ person }) => person.id !== senderId);
  return (
    <Modal opened onClose={onClose} title="Who has read it" size="sm">
      {error && <NotLoaded reload={refetch}>That could not be loaded.</NotLoaded>}
      {!data && !error && (
        <Center p="md">
          <Loader size="sm" aria-label="Loading" />
        </Center>
      )}
      {data && readers.length === 0 && <Text c="dimmed">Nobody else yet.</Text>}
      <ul className={classes.list}>
        {readers.map(({ at, person }) => (
          <li key={person.id} className={classes.reader}>
            <PersonAvatar person={person} size={34} />
            <div>
              <Text size="md" fw={560}>
                {person.id === viewer.id ? "You" : person.displayName}
              </Text>
              <Text size="xs" c="dimmed">
                {fullTimeOf(at)}
              </Text>
            </div>
          </li>
        ))}
      </ul>
      {data?.message.readBy.pageInfo.hasNextPage && <Text c="dimmed">And more.</Text>}
    </Modal>
  );
}
