import { refusalOf } from "./errors";
import { Store } from "./store";

export interface SessionUser {
  id: string;
  username: string;
  displayName: string;
  avatarUrl: string | null;
}

export interface Grant {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
  user: SessionUser;
}

export type SessionState =
  | { status: "starting" }
  | { status: "unreachable" }
  | { status: "signedOut" }
  | { status: "signedIn"; user: SessionUser };

interface Ports {
  /** Asks for a new grant with the browser's cookie. */
  refresh(): Promise<Grant>;
  /** Ends the session on the server. */
  logout(accessToken: string): Promise<unknown>;
  now?(): number;
}

const EARLY_MS = 30_000; // a token this close to its end is not handed out any more

/** Who is signed in. The access token lives here only, in memory; the refresh token is the browser's cookie. */
export class Session {
  readonly state = new Store<SessionState>({ status: "starting" });
  readonly #ports: Ports;
  #grant: { token: string; expiresAt: number } | null = null;
  #refreshing: Promise<string> | null = null;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** When the access token ends, in milliseconds since the epoch. */
  get expiresAt(): number {
    return this.#grant?.expiresAt ?? 0;
  }

  begin(grant: Grant): void {
    this.#grant = { token: grant.accessToken, expiresAt: this.#now() + grant.expiresIn * 1000 };
    const state = this.state.get();
    if (state.status === "signedIn" && state.user.id === grant.user.id) return;
    this.state.set({ status: "signedIn", user: grant.user });
  }

  /** The same person under another name, or with another face. */
  rename(user: SessionUser): void {
    const state = this.state.get();
    if (state.status === "signedIn" && state.user.id === user.id)
      this.state.set({ status: "signedIn", user });
  }

  /** On page load: the cookie may still hold a session. */
  async resume(): Promise<void> {
    await this.refresh().catch((error) => {
      if (!isEnd(error)) this.state.set({ status: "unreachable" });
    });
  }

  /** A token that is good for a while yet. */
  async token(): Promise<string> {
    if (this.#grant && this.#grant.expiresAt - this.#now() > EARLY_MS) return this.#grant.token;
    return this.refresh();
  }

  /** A new token. Whoever asks while one is on its way gets that one. */
  refresh(): Promise<string> {
    this.#refreshing ??= oneTabAtATime(() => this.#refresh()).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async signOut(): Promise<void> {
    const token = this.#grant?.token;
    if (token) await this.#ports.logout(token).catch(() => undefined);
    this.#end();
  }

  async #refresh(): Promise<string> {
    try {
      const grant = await this.#ports.refresh();
      this.begin(grant);
      return grant.accessToken;
    } catch (error) {
      if (isEnd(error)) this.#end();
      throw error;
    }
  }

  #end(): void {
    this.#grant = null;
    this.state.set({ status: "signedOut" });
  }

  #now(): number {
    return this.#ports.now?.() ?? Date.now();
  }
}

/** The server knows no session for this browser: nothing to retry. */
function isEnd(error: unknown): boolean {
  const code = refusalOf(error)?.code;
  return code === "UNAUTHENTICATED" || code === "BAD_INPUT" || code === "NOT_FOUND" || code === "FORBIDDEN";
}

/** Tabs share one cookie, and each refresh replaces it: two at once would spend the same one twice. */
function oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  return locks ? (locks.request("parley:refresh", work) as Promise<T>) : work();
}
