import { PasswordInput, TextInput } from "@mantine/core";
import type { Grant } from "~/lib/session";
import { login } from "~/lib/signIn";
import { GrantForm } from "./GrantForm";
import { useGrantForm } from "./useGrantForm";

export function SignInForm({ onGranted }: { onGranted: (grant: Grant) => void }) {
  const form = useGrantForm(["login", "password"], login, onGranted);
  return (
    <GrantForm name="Sign in" action="Sign in" form={form}>
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
    </GrantForm>
  );
}
