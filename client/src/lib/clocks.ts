interface Held {
  /** Every change up to here was seen. */
  upTo: number;
  /** Changes seen beyond a hole. */
  beyond: Set<number>;
}

export interface RoomClock {
  roomId: string;
  clock: number;
}

/**
 * For each room, the clock up to which nothing is missing: where catching up has to start. Events may come out of
 * order, so the highest clock seen is not enough: what lies before it may still be on its way when the line breaks.
 */
export class Clocks {
  readonly #rooms = new Map<string, Held>();

  /** The room was loaded as it was at this clock; what is known already stays. */
  start(roomId: string, clock: number): void {
    if (!this.#rooms.has(roomId)) this.#rooms.set(roomId, { upTo: clock, beyond: new Set() });
  }

  /** One change was applied. */
  saw(roomId: string, clock: number): void {
    const held = this.#rooms.get(roomId);
    if (!held || clock <= held.upTo) return;
    held.beyond.add(clock);
    while (held.beyond.delete(held.upTo + 1)) held.upTo += 1;
  }

  /** Everything up to this clock was applied. */
  caughtUp(roomId: string, clock: number): void {
    const beyond = [...(this.#rooms.get(roomId)?.beyond ?? [])].filter((seen) => seen > clock);
    const upTo = Math.max(clock, this.#rooms.get(roomId)?.upTo ?? 0);
    this.#rooms.set(roomId, { upTo, beyond: new Set(beyond) });
  }

  forget(roomId: string): void {
    this.#rooms.delete(roomId);
  }

  since(): RoomClock[] {
    return [...this.#rooms].map(([roomId, { upTo }]) => ({ roomId, clock: upTo }));
  }
}
