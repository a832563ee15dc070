import { Store } from "./store";

const LASTS_MS = 6_000; // 6 seconds: whoever still types says so again before that

type TypingByRoom = Readonly<Record<string, readonly string[]>>;

/** Who is typing where: user ids by room. Each notice ends by itself. */
export class Typing {
  readonly state = new Store<TypingByRoom>({});
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  set(roomId: string, userId: string, typing: boolean): void {
    const key = `${roomId}/${userId}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (typing)
      this.#timers.set(
        key,
        setTimeout(() => this.set(roomId, userId, false), LASTS_MS),
      );
    const others = (this.state.get()[roomId] ?? []).filter((id) => id !== userId);
    if (!typing && others.length === (this.state.get()[roomId]?.length ?? 0)) return;
    this.state.set({ ...this.state.get(), [roomId]: typing ? [...others, userId] : others });
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.state.set({});
  }
}
