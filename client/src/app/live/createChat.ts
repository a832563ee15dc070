import type { ApolloClient } from "@apollo/client";
import { print } from "graphql";
import { getFragmentData } from "~/gql";
import type { Chat } from "~/hooks/useChat";
import { Arrivals } from "~/lib/arrivals";
import { createCache } from "~/lib/cache/createCache";
import { createApolloClient } from "~/lib/client";
import { Drafts } from "~/lib/drafts";
import { MessageState, Person, RoomState } from "~/lib/fragments";
import { actedIn } from "~/lib/live/acts";
import { applyEvent } from "~/lib/live/applyEvent";
import { applyMessage } from "~/lib/live/applyMessage";
import { applyReceipts } from "~/lib/live/applyReceipts";
import { Connection } from "~/lib/live/connection";
import { type ChatEvent, Events } from "~/lib/live/events";
import { Loader } from "~/lib/live/loader";
import { blankState, type LiveState } from "~/lib/live/state";
import { forgetUntold } from "~/lib/live/untold";
import { Watermarks } from "~/lib/live/watermarks";
import { Outbox } from "~/lib/outbox/outbox";
import { browserStorage } from "~/lib/outbox/storage";
import { unsubscribeFromPush } from "~/lib/push";
import { GRAPHQL_PATH } from "~/lib/request";
import { ROOMS_AT_START, Rooms } from "~/lib/rooms";
import { lookForNewVersion } from "~/lib/serviceWorker";
import type { Session, SessionUser } from "~/lib/session";
import { Store } from "~/lib/store";
import { sendFile } from "~/lib/uploads/send";
import { Trays } from "~/lib/uploads/trays";
import { MarkDelivered, MarkRead, MarkThreadRead, SendMessage } from "./mutations";

export interface RunningChat extends Chat {
  client: ApolloClient;
  start(): void;
  stop(): void;
}

/** Wires the parts of one signed-in person's chat together. */
export function createChat(session: Session, viewer: SessionUser): RunningChat {
  const cache = createCache();
  const client = createApolloClient(session, cache);
  const live = blankState(cache, viewer.id);
  const loader = new Loader(client, live);
  const delivered = new Watermarks((roomId, seq) =>
    client.mutate({ mutation: MarkDelivered, variables: { roomId, seq }, fetchPolicy: "no-cache" }),
  );
  const reading = createReading(client, live, loader);
  const threadReading = new Watermarks((messageId, seq) =>
    client.mutate({ mutation: MarkThreadRead, variables: { messageId, seq }, fetchPolicy: "no-cache" }),
  );
  const outbox = createOutbox(client, live, loader);
  const trays = new Trays((roomId, sending) => sendFile(roomId, { client, ...sending }));
  const arrivals = new Arrivals();
  const acts = new Store<{ roomId: string } | null>(null);
  const marks = [delivered, reading, threadReading];
  const connection = createConnection(session, live, loader, marks, (event) => {
    acknowledge(event, viewer.id, delivered);
    if (event.__typename === "ProfileChanged") {
      const user = getFragmentData(Person, event.user);
      if (user.id === viewer.id) session.rename(user); // on another device
    }
    if (event.__typename === "MessageSent") arrivals.tell(getFragmentData(MessageState, event.message));
    const roomId = actedIn(event);
    if (roomId) acts.set({ roomId });
  });
  return {
    viewer,
    client,
    live,
    loader,
    arrivals,
    acts,
    connection,
    outbox,
    trays,
    drafts: new Drafts(viewer.id),
    reading,
    threadReading,
    async signOut() {
      await unsubscribeFromPush().catch(() => undefined); // whoever signs in next is not told of this one's messages
      await session.signOut();
    },
    renameViewer: (user) => session.rename(user),
    start() {
      void outbox.open();
      void loader
        .rooms()
        .then(
          () => acknowledgeHeld(live, delivered),
          () => undefined, // the list shows its own error; the line loads the rooms when it is up
        )
        .then(() => connection.run());
    },
    stop() {
      connection.close();
      outbox.close();
      trays.close();
      live.typing.clear();
      client.stop();
    },
  };
}

function createConnection(
  session: Session,
  live: LiveState,
  loader: Loader,
  marks: readonly Watermarks[],
  acknowledge: (event: ChatEvent) => void,
) {
  return new Connection({
    url: new URL(GRAPHQL_PATH, location.href.replace(/^http/, "ws")).href,
    query: print(live.cache.transformDocument(Events)),
    token: () => session.token(),
    refresh: () => session.refresh(),
    expiresAt: () => session.expiresAt,
    since: () => live.clocks.since(),
    onEvent(event) {
      if ("member" in event || event.__typename === "MemberLeft") loader.overtaken(event.roomId);
      loader.follow(applyEvent(live, event));
      acknowledge(event);
    },
    onLive(again) {
      if (again) lookForNewVersion();
      forgetUntold(live);
      for (const each of marks) each.sayAgain();
      loader.follow([{ load: "threads" }]);
      if (again || live.clocks.since().length === 0) void loader.rooms().catch(() => undefined);
    },
  });
}

function createOutbox(client: ApolloClient, live: LiveState, loader: Loader): Outbox {
  return new Outbox({
    storage: browserStorage(live.viewerId),
    async deliver({ roomId, content, clientId, replyToId, attachments }) {
      const attachmentIds = attachments.map(({ id }) => id);
      const variables = { input: { roomId, content, clientId, replyToId, attachmentIds } };
      const { data } = await client.mutate({ mutation: SendMessage, variables, fetchPolicy: "no-cache" });
      if (data) loader.follow(applyMessage(live, data.sendMessage));
    },
  });
}

/** What the server knows to be read counts as read here too, before its event comes. */
function createReading(client: ApolloClient, live: LiveState, loader: Loader): Watermarks {
  return new Watermarks(async (roomId, seq) => {
    await client.mutate({ mutation: MarkRead, variables: { roomId, seq }, fetchPolicy: "no-cache" });
    const at = new Date().toISOString();
    const own = { userId: live.viewerId, readSeq: seq, deliveredSeq: seq, at };
    loader.follow(applyReceipts(live, roomId, [own]));
  });
}

function acknowledge(event: ChatEvent, viewerId: string, delivered: Watermarks): void {
  const messages =
    event.__typename === "MessageSent"
      ? [event.message]
      : event.__typename === "RoomSynced"
        ? event.messages
        : [];
  for (const message of messages.map((masked) => getFragmentData(MessageState, masked))) {
    if (getFragmentData(Person, message.sender).id !== viewerId) delivered.reach(message.roomId, message.seq);
  }
}

function acknowledgeHeld({ cache }: LiveState, delivered: Watermarks): void {
  const held = cache.readQuery({ query: Rooms, variables: { first: ROOMS_AT_START } });
  for (const room of (held?.viewer.rooms.nodes ?? []).map((masked) => getFragmentData(RoomState, masked))) {
    if (room.viewerMember && room.viewerMember.deliveredSeq < room.lastSeq)
      delivered.reach(room.id, room.lastSeq);
  }
}
