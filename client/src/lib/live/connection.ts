import { type Client, createClient } from "graphql-ws";
import { backoff, pause } from "~/lib/backoff";
import type { RoomClock } from "~/lib/clocks";
import { Store } from "~/lib/store";
import type { ChatEvent } from "./events";

/** `4401`: the token ended, or the session did. The protocol calls it fatal; here it means: get a new token. */
const UNAUTHORIZED = 4401;
const RENEW_EARLY_MS = 60_000; // 1 minute before the token ends
const KEEP_ALIVE_MS = 12_000; // 12 seconds without an answer to a ping and the line counts as dead

export type LineState = "connecting" | "live" | "broken";

interface Ports {
  url: string;
  /** The subscription, as text. */
  query: string;
  token(): Promise<string>;
  refresh(): Promise<string>;
  /** When the token in use ends, in milliseconds since the epoch. */
  expiresAt(): number;
  /** Where to catch up from; asked anew each time the line is set up. */
  since(): RoomClock[];
  onEvent(event: ChatEvent): void;
  /** The line is up; `again` if it was up before. */
  onLive(again: boolean): void;
  webSocketImpl?: unknown;
  wait?(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * The live line to the server. Each time it breaks it is set up again with a new subscription, because where to catch
 * up from has moved on since; the retry that graphql-ws brings would repeat the old one.
 */
export class Connection {
  readonly state = new Store<LineState>("connecting");
  readonly #ports: Ports;
  readonly #closed = new AbortController();
  #attempt = 0;
  #wasLive = false;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Runs until closed. */
  async run(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      const code = await this.#line().catch(closeCode);
      if (this.#closed.signal.aborted) return;
      if (code === "renew") continue;
      this.state.set("broken");
      if (code === UNAUTHORIZED) await this.#ports.refresh().catch(() => undefined);
      await (this.#ports.wait ?? pause)(backoff(this.#attempt++), this.#closed.signal);
    }
  }

  close(): void {
    this.#closed.abort();
  }

  /** One line, from its opening to its end. */
  async #line(): Promise<"renew" | undefined> {
    const client = this.#client();
    const end = () => client.terminate();
    this.#closed.signal.addEventListener("abort", end);
    globalThis.addEventListener?.("offline", end); // the browser knows it long before a ping does
    let renewal: ReturnType<typeof setTimeout> | undefined;
    let renewed = false;
    client.on("connected", () => {
      this.#up();
      const lifetime = Math.max(this.#ports.expiresAt() - Date.now() - RENEW_EARLY_MS, RENEW_EARLY_MS / 2);
      renewal = setTimeout(() => {
        renewed = true;
        end();
      }, lifetime);
    });
    try {
      await this.#listen(client);
    } catch (error) {
      if (!renewed) throw error;
    } finally {
      clearTimeout(renewal);
      this.#closed.signal.removeEventListener("abort", end);
      globalThis.removeEventListener?.("offline", end);
      client.terminate();
    }
    return renewed ? "renew" : undefined;
  }

  async #listen(client: Client): Promise<void> {
    const payload = { query: this.#ports.query, variables: { since: this.#ports.since() } };
    for await (const { data, errors } of client.iterate<{ events: ChatEvent }>(payload)) {
      if (data?.events) this.#ports.onEvent(data.events);
      else if (errors) throw errors;
    }
  }

  #up(): void {
    this.#attempt = 0;
    this.state.set("live");
    this.#ports.onLive(this.#wasLive);
    this.#wasLive = true;
  }

  #client(): Client {
    const client = createClient({
      url: this.#ports.url,
      webSocketImpl: this.#ports.webSocketImpl,
      connectionParams: async () => ({ authorization: `Bearer ${await this.#ports.token()}` }),
      retryAttempts: 0,
      keepAlive: KEEP_ALIVE_MS,
    });
    endWithoutAnswer(client);
    return client;
  }
}

/**
 * A line that lost its peer without a word stays open for minutes: a ping without an answer ends it. It is not closed in
 * order, for that would wait for an answer too.
 */
function endWithoutAnswer(client: Client): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  client.on("ping", (received) => {
    if (!received) timer = setTimeout(() => client.terminate(), KEEP_ALIVE_MS / 2);
  });
  client.on("pong", (received) => received && clearTimeout(timer));
  client.on("closed", () => clearTimeout(timer));
}

function closeCode(error: unknown): number | undefined {
  return (error as { code?: number } | null)?.code;
}
