import { Navigate, Route, Routes, useLocation } from "react-router";
import type { Session } from "~/lib/session";
import { RegisterRoute } from "./routes/RegisterRoute";
import { SignInRoute } from "./routes/SignInRoute";

/** All that there is for somebody who is not signed in. */
export default function FrontDoor({ session }: { session: Session }) {
  const { pathname } = useLocation();
  return (
    <Routes>
      <Route path="/sign-in" element={<SignInRoute session={session} />} />
      <Route path="/register" element={<RegisterRoute session={session} />} />
      <Route path="*" element={<Navigate to="/sign-in" replace state={{ from: pathname }} />} />
    </Routes>
  );
}
