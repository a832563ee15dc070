import { ApolloClient, ApolloLink } from "@apollo/client";
import { ApolloProvider } from "@apollo/client/react";
import type { ReactNode } from "react";
import { EMPTY } from "rxjs";
import { vi } from "vitest";
import { type Chat, ChatContext } from "~/hooks/useChat";
import { Arrivals } from "~/lib/arrivals";
import { createCache } from "~/lib/cache/createCache";
import { Drafts } from "~/lib/drafts";
import { Connection } from "~/lib/live/connection";
import { Loader } from "~/lib/live/loader";
import { blankState } from "~/lib/live/state";
import { Watermarks } from "~/lib/live/watermarks";
import { Outbox, type Unsent } from "~/lib/outbox/outbox";
import { Store } from "~/lib/store";
import { Trays } from "~/lib/uploads/trays";
import { ada } from "./people";

const nowhere = { load: async () => [], put: async () => undefined, remove: async () => undefined };

/** Ada's chat with a server that never answers; `deliver` takes what the outbox sends. */
export function createTestChat(
  deliver: (message: Unsent) => Promise<void> = () => new Promise(() => undefined),
) {
  const cache = createCache();
  const client = new ApolloClient({ cache, link: new ApolloLink(() => EMPTY) });
  const live = blankState(cache, ada.id);
  const chat: Chat = {
    viewer: ada,
    live,
    loader: new Loader(client, live),
    arrivals: new Arrivals(),
    acts: new Store<{ roomId: string } | null>(null),
    connection: new Connection({
      url: "",
      query: "",
      token: async () => "",
      refresh: async () => "",
      expiresAt: () => 0,
      since: () => [],
      onEvent: () => undefined,
      onLive: () => undefined,
    }),
    outbox: new Outbox({ storage: nowhere, deliver }),
    drafts: new Drafts(ada.id),
    trays: new Trays(() => new Promise(() => undefined)),
    reading: new Watermarks(async () => undefined),
    threadReading: new Watermarks(async () => undefined),
    signOut: vi.fn(),
    renameViewer: vi.fn(),
  };
  const provide = (children: ReactNode) => (
    <ApolloProvider client={client}>
      <ChatContext value={chat}>{children}</ChatContext>
    </ApolloProvider>
  );
  return { chat, provide };
}
