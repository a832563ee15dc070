import { useMutation, useQuery } from "@apollo/client/react";
import { Button, Center, Loader, Stack, Text, Title } from "@mantine/core";
import { Blank } from "~/components/Blank";
import { Refusal } from "~/components/Refusal";
import { RoomAvatar } from "~/components/RoomAvatar";
import { graphql } from "~/gql";
import { useAttempt } from "~/hooks/useAttempt";
import { useChat } from "~/hooks/useChat";
import { messageOf, refusalOf } from "~/lib/errors";

const InvitedRoom = graphql(`
  query InvitedRoom($code: String!) {
    invitedRoom(code: $code) { id name topic memberCount avatarUrl viewerMember { role } }
  }
`);

const JoinByInvite = graphql(`
  mutation JoinByInvite($code: String!) {
    joinByInvite(code: $code) { id }
  }
`);

interface Props {
  code: string;
  onOpen(roomId: string): void;
}

/** The group behind an invite, and the way in. */
export function Invited({ code, onOpen }: Props) {
  const { loader } = useChat();
  const { data, error } = useQuery(InvitedRoom, { variables: { code }, fetchPolicy: "network-only" });
  const [join] = useMutation(JoinByInvite);
  const { attempt, busy, error: refused } = useAttempt();
  if (error && refusalOf(error)?.code === "NOT_FOUND")
    return <Blank icon="link">This invite is not good any more. Ask for a new one.</Blank>;
  if (error) return <Refusal>{messageOf(error)}</Refusal>;
  if (!data) {
    return (
      <Center py="xl">
        <Loader size="sm" aria-label="Looking at the invite" />
      </Center>
    );
  }
  const room = data.invitedRoom;
  const title = room.name ?? "Unnamed group";

  async function enter() {
    if (room.viewerMember) return onOpen(room.id);
    const joined = await attempt(async () => {
      await join({ variables: { code } });
      loader.follow([{ load: "room", roomId: room.id }]);
    });
    if (joined) onOpen(room.id);
  }

  return (
    <Stack align="center" gap="md" py="xl">
      <RoomAvatar face={{ id: room.id, title, peer: null, picture: room.avatarUrl }} size={96} />
      <Stack align="center" gap={4}>
        <Title order={2} size="h3" ta="center" style={{ overflowWrap: "anywhere" }}>
          {title}
        </Title>
        {room.topic && <Text ta="center">{room.topic}</Text>}
        <Text c="dimmed" size="sm">
          {room.memberCount} {room.memberCount === 1 ? "member" : "members"}
        </Text>
      </Stack>
      <Refusal>{refused}</Refusal>
      <Button size="md" loading={busy} onClick={() => void enter()} data-autofocus>
        {room.viewerMember ? "Open the group" : "Join the group"}
      </Button>
    </Stack>
  );
}
