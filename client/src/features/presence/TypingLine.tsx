import { Text } from "@mantine/core";
import { getFragmentData } from "~/gql";
import type { RoomMemberFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { useStore } from "~/hooks/useStore";
import { Person } from "~/lib/fragments";
import { typingSentence } from "./typingSentence";

interface Props {
  roomId: string;
  members: readonly RoomMemberFragment[];
}

/** "Ada and Lin are typing". Its place is kept while nobody is. */
export function TypingLine({ roomId, members }: Props) {
  const { live } = useChat();
  const typing = useStore(live.typing.state)[roomId] ?? [];
  const people = members.map((member) => getFragmentData(Person, member.user));
  const names = typing.flatMap((id) => people.find((person) => person.id === id)?.displayName ?? []);
  return (
    <Text size="xs" c="dimmed" px="lg" h={20} truncate role="status" aria-label="Typing">
      {typingSentence(names)}
    </Text>
  );
}
