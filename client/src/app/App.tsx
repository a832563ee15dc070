import { MantineProvider } from "@mantine/core";
import { lazy, Suspense } from "react";
import { Boundary } from "~/components/Boundary";
import { useStore } from "~/hooks/useStore";
import type { Session } from "~/lib/session";
import { Notice } from "./Notice";
import { cssVariables, theme } from "./theme";

const FrontDoor = lazy(() => import("./FrontDoor"));
const SignedIn = lazy(() => import("./SignedIn"));

export function App({ session }: { session: Session }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Boundary fallback={<Notice retry={() => location.reload()}>Parley could not be loaded.</Notice>}>
        <Gate session={session} />
      </Boundary>
    </MantineProvider>
  );
}

/** Who may see what: all of the chat needs a session, all of the front door needs none. */
function Gate({ session }: { session: Session }) {
  const state = useStore(session.state);
  switch (state.status) {
    case "starting":
      return <Notice busy>Opening Parley…</Notice>;
    case "unreachable":
      return <Notice retry={() => session.resume()}>Parley cannot be reached.</Notice>;
    case "signedOut":
      return (
        <Suspense>
          <FrontDoor session={session} />
        </Suspense>
      );
    case "signedIn":
      return (
        <Suspense fallback={<Notice busy>Opening Parley…</Notice>}>
          <SignedIn key={state.user.id} session={session} viewer={state.user} />
        </Suspense>
      );
  }
}
