import { ApolloProvider } from "@apollo/client/react";
import { lazy, useEffect, useMemo, useState } from "react";
import { Navigate, Route, Routes } from "react-router";
import { ChatContext } from "~/hooks/useChat";
import type { Session, SessionUser } from "~/lib/session";
import { createChat, type RunningChat } from "./live/createChat";
import { Notice } from "./Notice";
import { ChatLayout } from "./routes/ChatLayout";
import { RoomRoute } from "./routes/RoomRoute";
import { WelcomeRoute } from "./routes/WelcomeRoute";

const MentionsRoute = lazy(() => import("./routes/MentionsRoute"));
const ThreadsRoute = lazy(() => import("./routes/ThreadsRoute"));
const SearchRoute = lazy(() => import("./routes/SearchRoute"));
const SettingsRoute = lazy(() => import("./routes/SettingsRoute"));
const DiscoverRoute = lazy(() => import("./routes/DiscoverRoute"));
const InviteRoute = lazy(() => import("./routes/InviteRoute"));

/** All that one signed-in person has; another person starts with nothing of it. */
export default function SignedIn({ session, viewer }: { session: Session; viewer: SessionUser }) {
  const chat = useRunningChat(session, viewer);
  const chatNow = useMemo(() => chat && { ...chat, viewer }, [chat, viewer]);
  if (!chat) return <Notice busy>Opening Parley…</Notice>;
  return (
    <ApolloProvider client={chat.client}>
      <ChatContext value={chatNow}>
        <Routes>
          <Route element={<ChatLayout />}>
            <Route index element={<WelcomeRoute />} />
            <Route path="rooms/:roomId" element={<RoomRoute />} />
            <Route path="r/:roomId/m/:messageId" element={<RoomRoute />} />
            <Route path="mentions" element={<MentionsRoute />} />
            <Route path="threads" element={<ThreadsRoute />} />
            <Route path="discover" element={<DiscoverRoute />} />
            <Route path="invite/:code" element={<InviteRoute />} />
            <Route path="search" element={<SearchRoute />} />
            <Route path="settings" element={<SettingsRoute />} />
          </Route>
          <Route path="*" element={<Navigate to="/" replace />} />
        </Routes>
      </ChatContext>
    </ApolloProvider>
  );
}

function useRunningChat(session: Session, viewer: SessionUser): RunningChat | null {
  const [chat, setChat] = useState<RunningChat | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed name of the same person is no other chat
  useEffect(() => {
    const running = createChat(session, viewer);
    running.start();
    setChat(running);
    return () => running.stop();
  }, [session, viewer.id]);
  return chat;
}
