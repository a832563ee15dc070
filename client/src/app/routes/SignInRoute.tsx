import { Anchor, Text } from "@mantine/core";
import { Link, useNavigate } from "react-router";
import { AuthCard } from "~/features/auth/AuthCard";
import { SignInForm } from "~/features/auth/SignInForm";
import type { Session } from "~/lib/session";
import { useCameFrom } from "./useCameFrom";

export function SignInRoute({ session }: { session: Session }) {
  const navigate = useNavigate();
  const from = useCameFrom();
  return (
    <AuthCard title="Welcome back" subtitle="Sign in to go on talking.">
      <SignInForm
        onGranted={(grant) => {
          void navigate(from, { replace: true });
          session.begin(grant);
        }}
      />
      <Text ta="center" size="sm" c="dimmed">
        New here?{" "}
        <Anchor component={Link} to="/register" state={{ from }}>
          Create an account
        </Anchor>
      </Text>
    </AuthCard>
  );
}
