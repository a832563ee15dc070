import { backoff, pause } from "~/lib/backoff";
import { messageOf, type Refusal, refusalOf } from "~/lib/errors";
import { Store } from "~/lib/store";
import type { OutboxStorage } from "./storage";

/** A file that was sent ahead and waits for its message. */
export interface Attached {
  /** Of the upload. */
  id: string;
  filename: string;
  mimeType: string;
  /** Bytes. */
  size: number;
}

export interface Unsent {
  /** Made once for a message and kept for every attempt, so that the server stores it once. */
  clientId: string;
  roomId: string;
  content: string;
  /** The message whose thread it goes into. */
  replyToId: string | null;
  attachments: readonly Attached[];
  /** RFC 3339. */
  createdAt: string;
  /** Place in the order of writing. */
  order: number;
  /** Why the server refused it; null while it is on its way. */
  refused: string | null;
  /** Why it waits, and until when, in milliseconds since the epoch, if the server named a time. */
  held: { why: string; until: number } | null;
}

/** What a message has nothing of that was kept before there was such a thing. */
const unadorned = { replyToId: null, attachments: [], held: null };

interface Ports {
  storage: OutboxStorage;
  /** Sends one message and resolves once the server has it and the cache shows it. */
  deliver(message: Unsent): Promise<void>;
  wait?(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * Messages that the server does not have yet. They survive a reload, and those of one room go one at a time, in the
 * order in which they were written.
 */
export class Outbox {
  readonly state = new Store<readonly Unsent[]>([]);
  readonly #ports: Ports;
  readonly #sending = new Set<string>();
  readonly #closed = new AbortController();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Takes up what an earlier page left behind. */
  async open(): Promise<void> {
    const left = (await this.#ports.storage.load()).map((message) => ({ ...unadorned, ...message }));
    const known = new Set(this.state.get().map(({ clientId }) => clientId));
    const all = [...left.filter(({ clientId }) => !known.has(clientId)), ...this.state.get()];
    this.state.set(all.sort((a, b) => a.order - b.order));
    for (const roomId of new Set(all.map((message) => message.roomId))) void this.#send(roomId);
  }

  add(roomId: string, content: string, more: Partial<Pick<Unsent, "replyToId" | "attachments">> = {}): void {
    const order = Math.max(Date.now(), (this.state.get().at(-1)?.order ?? 0) + 1);
    const createdAt = new Date().toISOString();
    const clientId = crypto.randomUUID();
    const { replyToId = null, attachments = [] } = more;
    this.#put({
      clientId,
      roomId,
      content,
      replyToId,
      attachments,
      createdAt,
      order,
      refused: null,
      held: null,
    });
    void this.#send(roomId);
  }

  retry(clientId: string): void {
    const message = this.#find(clientId);
    if (!message) return;
    this.#put({ ...message, refused: null });
    void this.#send(message.roomId);
  }

  discard(clientId: string): void {
    this.state.set(this.state.get().filter((message) => message.clientId !== clientId));
    void this.#ports.storage.remove(clientId);
  }

  close(): void {
    this.#closed.abort();
  }

  /** Works through one room until nothing that may go is left. One at a time keeps the order. */
  async #send(roomId: string): Promise<void> {
    if (this.#sending.has(roomId)) return;
    this.#sending.add(roomId);
    let attempt = 0;
    for (let next = this.#next(roomId); next; next = this.#next(roomId)) {
      const wait = await this.#try(next, attempt);
      attempt = wait === null ? 0 : attempt + 1;
      if (wait !== null) await (this.#ports.wait ?? pause)(wait, this.#closed.signal);
    }
    this.#sending.delete(roomId);
  }

  /** Null once the message is dealt with, or how long to wait before the next attempt, in milliseconds. */
  async #try(message: Unsent, attempt: number): Promise<number | null> {
    try {
      await this.#ports.deliver(message);
      this.discard(message.clientId);
      return null;
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal || passes(refusal)) return this.#hold(message, refusal) || backoff(attempt);
      if (this.#find(message.clientId)) this.#put({ ...message, refused: messageOf(error), held: null });
      return null;
    }
  }

  /** Keeps a message until the time that the server named. Gives the milliseconds until then; 0 if it named none. */
  #hold(message: Unsent, refusal: Refusal | null): number {
    const wait = (refusal?.retryAfter ?? 0) * 1000;
    const held = refusal && wait > 0 ? { why: refusal.message, until: Date.now() + wait } : null;
    if (this.#find(message.clientId)) this.#put({ ...message, held });
    return wait;
  }

  #next(roomId: string): Unsent | undefined {
    if (this.#closed.signal.aborted) return undefined;
    return this.state.get().find((message) => message.roomId === roomId && message.refused === null);
  }

  #find(clientId: string): Unsent | undefined {
    return this.state.get().find((message) => message.clientId === clientId);
  }

  #put(message: Unsent): void {
    const known = this.#find(message.clientId) !== undefined;
    const before = this.state.get();
    this.state.set(
      known ? before.map((m) => (m.clientId === message.clientId ? message : m)) : [...before, message],
    );
    void this.#ports.storage.put(message);
  }
}

/** A refusal that says nothing about the message itself: the same attempt may succeed later. */
function passes({ code }: Refusal): boolean {
  return (
    code === "RATE_LIMITED" || code === "UNAVAILABLE" || code === "INTERNAL" || code === "UNAUTHENTICATED"
  );
}
