import type { MessageStateFragment } from "~/gql/graphql";

type Listener = (message: MessageStateFragment) => void;

/** Messages as they arrive live, each once, for whoever wants to point at them. Not for what they change. */
export class Arrivals {
  readonly #listeners = new Set<Listener>();
  readonly #newest = new Map<string, number>();

  readonly listen = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What was told before, or is older than what was, is no arrival. */
  tell(message: MessageStateFragment): void {
    if (message.seq <= (this.#newest.get(message.roomId) ?? 0)) return;
    this.#newest.set(message.roomId, message.seq);
    for (const listener of [...this.#listeners]) listener(message);
  }
}
