import { Anchor, Text } from "@mantine/core";
import { Link, useLocation, useNavigate } from "react-router";
import { AuthCard } from "~/features/auth/AuthCard";
import { SignInForm } from "~/features/auth/SignInForm";
import type { Session } from "~/lib/session";

export function SignInRoute({ session }: { session: Session }) {
  const navigate = useNavigate();
  const from = (useLocation().state as { from?: string } | null)?.from ?? "/";
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
        <Anchor component={Link} to="/register">
          Create an account
        </Anchor>
      </Text>
    </AuthCard>
  );
}
