import { useMutation } from "@apollo/client/react";
import { Button, Group, PasswordInput, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Refusal } from "~/components/Refusal";
import { graphql } from "~/gql";
import { useAttempt } from "~/hooks/useAttempt";
import { refusalOf } from "~/lib/errors";
import { Saved } from "./Saved";

const ChangePassword = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input)
  }
`);

export function PasswordForm() {
  const [changePassword] = useMutation(ChangePassword);
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [isSaved, setSaved] = useState(false);
  const { attempt, busy, error, failure } = useAttempt();
  const field = refusalOf(failure)?.field;

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    const done = await attempt(() => changePassword({ variables: { input: { current, new: next } } }));
    setSaved(done);
    if (!done) return;
    setCurrent("");
    setNext("");
  }

  return (
    <form onSubmit={onSubmit} aria-label="Password">
      <Stack gap="sm">
        <Refusal>{field === "current" || field === "new" ? null : error}</Refusal>
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={current}
          error={field === "current" ? error : undefined}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label="New password"
          description="8 characters or more. All your other devices are signed out."
          autoComplete="new-password"
          minLength={8}
          required
          withAsterisk={false}
          value={next}
          error={field === "new" ? error : undefined}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <Group gap="md" justify="flex-end">
          <Saved shown={isSaved}>Your password was changed.</Saved>
          <Button type="submit" loading={busy}>
            Change password
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
