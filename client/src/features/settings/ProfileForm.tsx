import { useMutation } from "@apollo/client/react";
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { PersonAvatar } from "~/components/PersonAvatar";
import { Refusal } from "~/components/Refusal";
import { graphql } from "~/gql";
import { useAttempt } from "~/hooks/useAttempt";
import { useChat } from "~/hooks/useChat";
import { refusalOf } from "~/lib/errors";
import { Saved } from "./Saved";

const UpdateProfile = graphql(`
  mutation UpdateProfile($input: UpdateProfileInput!) {
    updateProfile(input: $input) { id username displayName avatarUrl }
  }
`);

/** What others see of the viewer. */
export function ProfileForm() {
  const { viewer, renameViewer } = useChat();
  const [updateProfile] = useMutation(UpdateProfile);
  const [name, setName] = useState(viewer.displayName);
  const [isSaved, setSaved] = useState(false);
  const { attempt, busy, error, failure } = useAttempt();
  const isAtName = refusalOf(failure)?.field === "displayName";

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    setSaved(
      await attempt(async () => {
        const { data } = await updateProfile({ variables: { input: { displayName: name } } });
        if (data) renameViewer(data.updateProfile);
      }),
    );
  }

  return (
    <form onSubmit={onSubmit} aria-label="Profile">
      <Stack gap="md">
        <Group gap="md" wrap="nowrap">
          <PersonAvatar person={{ ...viewer, displayName: name || viewer.displayName }} size={72} />
          <TextInput
            label="Your name"
            description={`Others also find you as @${viewer.username}.`}
            flex={1}
            required
            withAsterisk={false}
            maxLength={80}
            autoComplete="name"
            value={name}
            error={isAtName ? error : undefined}
            onChange={(event) => {
              setName(event.currentTarget.value);
              setSaved(false);
            }}
          />
        </Group>
        <Refusal>{isAtName ? null : error}</Refusal>
        <Group gap="md" justify="flex-end">
          <Saved shown={isSaved}>Saved</Saved>
          <Button type="submit" loading={busy} disabled={name.trim() === viewer.displayName}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
