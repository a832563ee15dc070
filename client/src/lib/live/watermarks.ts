const EVERY_MS = 1_000; // 1 second

/** Reports how far each room, or thread, got: at most once a second, and only ever forward. */
export class Watermarks {
  readonly #report: (roomId: string, seq: number) => Promise<unknown>;
  readonly #reached = new Map<string, number>();
  readonly #waiting = new Map<string, number>();
  readonly #failed = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(report: (roomId: string, seq: number) => Promise<unknown>) {
    this.#report = report;
  }

  reach(roomId: string, seq: number): void {
    if (seq <= (this.#reached.get(roomId) ?? 0)) return;
    this.#reached.set(roomId, seq);
    this.#failed.delete(roomId);
    this.#waiting.set(roomId, seq);
    this.#timer ??= setTimeout(() => this.flush(), EVERY_MS);
  }

  /** What was reported of the room does not hold any more: the next time counts again. */
  forget(roomId: string): void {
    this.#reached.delete(roomId);
    this.#waiting.delete(roomId);
    this.#failed.delete(roomId);
  }

  /** Says once more what could not be said: the line is up again. */
  sayAgain(): void {
    for (const [roomId, seq] of [...this.#failed]) this.reach(roomId, seq);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const due = [...this.#waiting];
    this.#waiting.clear();
    for (const [roomId, seq] of due) {
      this.#report(roomId, seq).catch(() => {
        if (this.#reached.get(roomId) !== seq) return;
        this.#reached.delete(roomId);
        this.#failed.set(roomId, seq);
      });
    }
  }
}
