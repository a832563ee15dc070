import { useMutation, useQuery } from "@apollo/client/react";
import { Button, Center, Loader, Modal, Stack, Text } from "@mantine/core";
import { BlockButton } from "~/components/BlockButton";
import { Icon } from "~/components/Icon";
import { PersonAvatar } from "~/components/PersonAvatar";
import { Refusal } from "~/components/Refusal";
import { getFragmentData, graphql } from "~/gql";
import type { PresentPersonFragment } from "~/gql/graphql";
import { useAttempt } from "~/hooks/useAttempt";
import { useChat } from "~/hooks/useChat";
import { messageOf } from "~/lib/errors";
import { PresentPerson } from "~/lib/fragments";
import { OnePerson } from "~/lib/people";
import { seenSentence } from "~/lib/presence";

const TalkTo = graphql(`
  mutation TalkTo($userId: ID!) {
    openDirectRoom(userId: $userId) { id }
  }
`);

interface Props {
  userId: string;
  onClose(): void;
  onOpened(roomId: string): void;
}

export default function PersonCard({ userId, onClose, onOpened }: Props) {
  const { data, error } = useQuery(OnePerson, {
    variables: { id: userId },
    fetchPolicy: "cache-and-network", // no event tells of another name or picture
  });
  const person = getFragmentData(PresentPerson, data?.user);
  return (
    <Modal opened onClose={onClose} size={360} centered title="Profile">
      {person ? (
        <Card person={person} onOpened={onOpened} />
      ) : error ? (
        <Refusal>{messageOf(error)}</Refusal>
      ) : (
        <Center h={180}>
          <Loader size="sm" aria-label="Loading the profile" />
        </Center>
      )}
    </Modal>
  );
}

function Card({ person, onOpened }: { person: PresentPersonFragment; onOpened: (roomId: string) => void }) {
  const { viewer, loader } = useChat();
  const { attempt, busy, error } = useAttempt();
  const [talkTo] = useMutation(TalkTo);

  async function talk() {
    const { data } = await talkTo({ variables: { userId: person.id } });
    if (!data) return;
    loader.follow([{ load: "room", roomId: data.openDirectRoom.id }]);
    onOpened(data.openDirectRoom.id);
  }

  return (
    <Stack align="center" gap={4} pb="xs">
      <PersonAvatar person={person} size={96} withPresence />
      <Text component="h3" fw={680} size="xl" m={0} mt="xs" ta="center" style={{ overflowWrap: "anywhere" }}>
        {person.displayName}
      </Text>
      <Text c="dimmed" size="sm">
        @{person.username}
      </Text>
      <Text c="dimmed" size="sm">
        {seenSentence(person)}
      </Text>
      <Refusal>{error}</Refusal>
      {person.id !== viewer.id && (
        <>
          <Button
            mt="md"
            fullWidth
            loading={busy}
            leftSection={<Icon name="speech" size={18} />}
            onClick={() => void attempt(talk)}
            data-autofocus
          >
            Message
          </Button>
          <BlockButton person={person} />
        </>
      )}
    </Stack>
  );
}
