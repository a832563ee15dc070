import { useQuery } from "@apollo/client/react";
import { Group, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { PersonAvatar } from "~/components/PersonAvatar";
import { getFragmentData, graphql } from "~/gql";
import type { PresentPersonFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { PresentPerson } from "~/lib/fragments";
import classes from "./PeoplePicker.module.css";

const People = graphql(`
  query People($search: String!) {
    users(search: $search, first: 10) { ...PresentPerson }
  }
`);

interface Props {
  label: string;
  /** Already chosen, so not offered again. */
  without?: readonly string[];
  onPick(person: PresentPersonFragment): void;
}

export function PeoplePicker({ label, without = [], onPick }: Props) {
  const { viewer } = useChat();
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text.trim(), 200);
  const { data, loading } = useQuery(People, { variables: { search }, skip: search === "" });
  const found = (data?.users ?? [])
    .map((user) => getFragmentData(PresentPerson, user))
    .filter(({ id }) => id !== viewer.id && !without.includes(id));

  return (
    <Stack gap="xs">
      <TextInput
        type="search"
        label={label}
        placeholder="Name or username"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <Stack gap={0} component="ul" p={0} m={0} aria-label="People found">
        {found.map((person) => (
          <li key={person.id} className={classes.item}>
            <UnstyledButton
              className={classes.person}
              onClick={() => {
                setText("");
                onPick(person);
              }}
            >
              <Group gap="sm" wrap="nowrap">
                <PersonAvatar person={person} size={36} withPresence />
                <div>
                  <Text fw={550}>{person.displayName}</Text>
                  <Text size="xs" c="dimmed">
                    @{person.username}
                  </Text>
                </div>
              </Group>
            </UnstyledButton>
          </li>
        ))}
      </Stack>
      {search !== "" && !loading && data && found.length === 0 && (
        <Text c="dimmed" size="sm" role="status">
          Nobody else is called that.
        </Text>
      )}
    </Stack>
  );
}
