import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import type { Grant } from "~/lib/session";
import { login } from "~/lib/signIn";
import { useGrantForm } from "./useGrantForm";

export function SignInForm({ onGranted }: { onGranted: (grant: Grant) => void }) {
  const form = useGrantForm(["login", "password"], login, onGranted);
  return (
    <form onSubmit={form.onSubmit} aria-label="Sign in">
      <Stack gap="sm">
        {form.error && (
          <Alert color="red" role="alert">
            {form.error}
          </Alert>
        )}
        <TextInput
          name="login"
          label="Username or email"
          autoComplete="username"
          autoCapitalize="none"
          required
          withAsterisk={false}
          autoFocus
          error={form.errorAt("login")}
        />
        <PasswordInput
          name="password"
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          error={form.errorAt("password")}
        />
        <Button type="submit" loading={form.busy} mt="xs">
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
