import { PasswordInput, TextInput } from "@mantine/core";
import type { Grant } from "~/lib/session";
import { register } from "~/lib/signIn";
import { GrantForm } from "./GrantForm";
import { useGrantForm } from "./useGrantForm";

const fields = ["displayName", "username", "email", "password"] as const;

export function RegisterForm({ onGranted }: { onGranted: (grant: Grant) => void }) {
  const form = useGrantForm(fields, register, onGranted);
  return (
    <GrantForm name="Create an account" action="Create account" form={form}>
      <TextInput
        name="displayName"
        label="Your name"
        autoComplete="name"
        required
        withAsterisk={false}
        autoFocus
        error={form.errorAt("displayName")}
      />
      <TextInput
        name="username"
        label="Username"
        description="3 to 32 of a–z, 0–9, _ . -"
        autoComplete="username"
        autoCapitalize="none"
        required
        withAsterisk={false}
        error={form.errorAt("username")}
      />
      <TextInput
        name="email"
        type="email"
        label="Email"
        autoComplete="email"
        required
        withAsterisk={false}
        error={form.errorAt("email")}
      />
      <PasswordInput
        name="password"
        label="Password"
        description="8 characters or more"
        autoComplete="new-password"
        minLength={8}
        required
        withAsterisk={false}
        error={form.errorAt("password")}
      />
    </GrantForm>
  );
}
