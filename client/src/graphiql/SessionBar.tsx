import { type FormEvent, useState } from "react";
import { useStore } from "~/hooks/useStore";
import { messageOf } from "~/lib/errors";
import type { Session } from "~/lib/session";
import { login } from "~/lib/signIn";

/** Who the operations run as. */
export function SessionBar({ session }: { session: Session }) {
  const state = useStore(session.state);
  return (
    <header className="bar">
      <a href="/">← Parley</a>
      {state.status === "starting" && <span>…</span>}
      {state.status === "unreachable" && <span role="alert">Parley cannot be reached.</span>}
      {state.status === "signedOut" && <SignIn session={session} />}
      {state.status === "signedIn" && (
        <>
          <span>
            Signed in as <strong>@{state.user.username}</strong>
          </span>
          <button type="button" onClick={() => void session.signOut()}>
            Sign out
          </button>
        </>
      )}
    </header>
  );
}

function SignIn({ session }: { session: Session }) {
  const [error, setError] = useState<string | null>(null);

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    try {
      session.begin(
        await login({ login: String(form.get("login")), password: String(form.get("password")) }),
      );
    } catch (failure) {
      setError(messageOf(failure));
    }
  }

  return (
    <form onSubmit={onSubmit} aria-label="Sign in">
      {error && <span role="alert">{error}</span>}
      <input
        name="login"
        aria-label="Username or email"
        placeholder="Username or email"
        autoComplete="username"
        required
      />
      <input
        name="password"
        type="password"
        aria-label="Password"
        placeholder="Password"
        autoComplete="current-password"
        required
      />
      <button type="submit">Sign in</button>
    </form>
  );
}
