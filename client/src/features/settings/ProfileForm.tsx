import { useMutation } from "@apollo/client/react";
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { PersonAvatar } from "~/components/PersonAvatar";
import { PictureField } from "~/components/PictureField";
import { Refusal } from "~/components/Refusal";
import { graphql } from "~/gql";
import type { UpdateProfileInput } from "~/gql/graphql";
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

  async function update(input: UpdateProfileInput) {
    const { data } = await updateProfile({ variables: { input } });
    if (data) renameViewer(data.updateProfile);
  }

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    setSaved(await attempt(() => update({ displayName: name })));
  }

  return (
    <form onSubmit={onSubmit} aria-label="Profile">
      <Stack gap="md">
        <PictureField
          label="Your picture"
          hasPicture={viewer.avatarUrl !== null}
          renderFace={(preview) => (
            <PersonAvatar
              person={{
                id: viewer.id,
                displayName: name || viewer.displayName,
                avatarUrl: preview ?? viewer.avatarUrl,
              }}
              size={84}
            />
          )}
          set={(avatarUploadId) => update({ avatarUploadId })}
        />
        <TextInput
          label="Your name"
          description={`Others also find you as @${viewer.username}.`}
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
