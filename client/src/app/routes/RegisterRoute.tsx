import { Anchor, Text } from "@mantine/core";
import { Link, useNavigate } from "react-router";
import { AuthCard } from "~/features/auth/AuthCard";
import { RegisterForm } from "~/features/auth/RegisterForm";
import type { Session } from "~/lib/session";
import { useCameFrom } from "./useCameFrom";

export function RegisterRoute({ session }: { session: Session }) {
  const navigate = useNavigate();
  const from = useCameFrom();
  return (
    <AuthCard title="Create your account" subtitle="It takes a minute, and nobody else sees your email.">
      <RegisterForm
        onGranted={(grant) => {
          void navigate(from, { replace: true });
          session.begin(grant);
        }}
      />
      <Text ta="center" size="sm" c="dimmed">
        Have one already?{" "}
        <Anchor component={Link} to="/sign-in" state={{ from }}>
          Sign in
        </Anchor>
      </Text>
    </AuthCard>
  );
}
