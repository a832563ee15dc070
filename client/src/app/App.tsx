import { MantineProvider } from "@mantine/core";
import { lazy, Suspense } from "react";
import { Navigate, Route, Routes, useLocation } from "react-router";
import { useStore } from "~/hooks/useStore";
import type { Session } from "~/lib/session";
import { Notice } from "./Notice";
import { RegisterRoute } from "./routes/RegisterRoute";
import { SignInRoute } from "./routes/SignInRoute";
import { cssVariables, theme } from "./theme";

const SignedIn = lazy(() => import("./SignedIn"));

export function App({ session }: { session: Session }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Gate session={session} />
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
      return <FrontDoor session={session} />;
    case "signedIn":
      return (
        <Suspense fallback={<Notice busy>Opening Parley…</Notice>}>
          <SignedIn key={state.user.id} session={session} viewer={state.user} />
        </Suspense>
      );
  }
}

function FrontDoor({ session }: { session: Session }) {
  const { pathname } = useLocation();
  return (
    <Routes>
      <Route path="/sign-in" element={<SignInRoute session={session} />} />
      <Route path="/register" element={<RegisterRoute session={session} />} />
      <Route path="*" element={<Navigate to="/sign-in" replace state={{ from: pathname }} />} />
    </Routes>
  );
}
