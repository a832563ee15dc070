// @vitest-environment node
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { Connection } from "./connection";
import type { ChatEvent } from "./events";

const presence: ChatEvent = {
  __typename: "PresenceChanged",
  userId: "ada",
  presence: "ONLINE",
  lastSeen: null,
};
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Line {
  authorization: unknown;
  since: unknown;
  close(code: number): void;
  /** From now on the server neither reads nor says anything, as when the network is gone. */
  freeze(): void;
}

/** Speaks just enough of graphql-transport-ws to let each line in, tell one event, and close as the test says. */
async function serve() {
  const server = new WebSocketServer({ port: 0, handleProtocols: () => "graphql-transport-ws" });
  await once(server, "listening");
  const lines: Line[] = [];
  server.on("connection", (socket) => {
    const say = (message: object) => socket.send(JSON.stringify(message));
    let authorization: unknown;
    socket.on("message", (data) => {
      const { type, id, payload } = JSON.parse(String(data));
      if (type === "connection_init") {
        authorization = payload.authorization;
        say({ type: "connection_ack" });
      } else if (type === "subscribe") {
        const { since } = payload.variables;
        lines.push({
          authorization,
          since,
          close: (code) => socket.close(code),
          freeze: () => socket.pause(),
        });
        say({ id, type: "next", payload: { data: { events: presence } } });
      }
    });
  });
  closing.push(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `ws://localhost:${port}`, line: (index: number) => vi.waitUntil(() => lines[index]) };
}

function connect(url: string) {
  const held = { token: "first", clock: 1 };
  const events: ChatEvent[] = [];
  const refresh = vi.fn(async () => {
    held.token = "second";
    return held.token;
  });
  const connection = new Connection({
    url,
    query: "subscription Events($since: [RoomClock!]!) { events(since: $since) { __typename } }",
    token: async () => held.token,
    refresh,
    expiresAt: () => Date.now() + 900_000,
    since: () => [{ roomId: "room", clock: held.clock }],
    onEvent: (event) => events.push(event),
    onLive: () => undefined,
    webSocketImpl: WebSocket,
    wait: async () => undefined,
  });
  const states: string[] = [];
  connection.state.subscribe(() => states.push(connection.state.get()));
  void connection.run();
  closing.unshift(() => connection.close());
  return { connection, held, events, refresh, states };
}

describe("the live line", () => {
  test("brings events and says that it is live", async () => {
    const { url } = await serve();
    const { connection, events } = connect(url);
    await vi.waitUntil(() => events.length > 0);
    expect(events).toEqual([presence]);
    expect(connection.state.get()).toBe("live");
  });

  test.each([1011, 1012, 1013, 4408, 4503])(
    "is set up again after %i, from the clock held by then",
    async (code) => {
      const { url, line } = await serve();
      const { held } = connect(url);
      const first = await line(0);
      expect(first.since).toEqual([{ roomId: "room", clock: 1 }]);
      held.clock = 7;
      first.close(code);
      expect((await line(1)).since).toEqual([{ roomId: "room", clock: 7 }]);
    },
  );

  test("gets a new token when the server says that the old one ended", async () => {
    const { url, line } = await serve();
    const { refresh } = connect(url);
    const first = await line(0);
    expect(first.authorization).toBe("Bearer first");
    first.close(4401);
    expect((await line(1)).authorization).toBe("Bearer second");
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  test("says that it is broken while it is", async () => {
    const { url, line } = await serve();
    const { states } = connect(url);
    (await line(0)).close(1012);
    await line(1);
    expect(states).toEqual(["live", "broken", "live"]);
  });

  test("is broken when a ping has no answer, though nobody closes it", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    closing.push(() => vi.useRealTimers());
    const { url, line } = await serve();
    const { states } = connect(url);
    (await line(0)).freeze();
    await vi.advanceTimersByTimeAsync(12_000);
    expect(states).toEqual(["live"]);
    await vi.advanceTimersByTimeAsync(6_000);
    await line(1);
    expect(states).toEqual(["live", "broken", "live"]);
  });

  test("is broken as soon as the browser is offline", async () => {
    const browser = new EventTarget();
    vi.stubGlobal("addEventListener", browser.addEventListener.bind(browser));
    vi.stubGlobal("removeEventListener", browser.removeEventListener.bind(browser));
    closing.push(() => vi.unstubAllGlobals());
    const { url, line } = await serve();
    const { states } = connect(url);
    (await line(0)).freeze();
    browser.dispatchEvent(new Event("offline"));
    await line(1);
    expect(states).toEqual(["live", "broken", "live"]);
  });
});
