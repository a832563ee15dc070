import { Store } from "./store";

/** What was written and not sent yet, kept in this browser for each person and place. */
export class Drafts {
  readonly #prefix: string;
  /** Where something waits to be finished. */
  readonly places: Store<ReadonlySet<string>>;

  constructor(userId: string) {
    this.#prefix = `parley/draft/${userId}/`;
    this.places = new Store(this.#kept());
  }

  read(place: string): string {
    return attempt(() => localStorage.getItem(this.#prefix + place)) ?? "";
  }

  write(place: string, text: string): void {
    const key = this.#prefix + place;
    const isEmpty = text.trim() === "";
    attempt(() => (isEmpty ? localStorage.removeItem(key) : localStorage.setItem(key, text)));
    if (isEmpty !== this.places.get().has(place)) return;
    const places = new Set(this.places.get());
    if (isEmpty) places.delete(place);
    else places.add(place);
    this.places.set(places);
  }

  #kept(): ReadonlySet<string> {
    const keys = attempt(() => Object.keys(localStorage)) ?? [];
    return new Set(
      keys.flatMap((key) => (key.startsWith(this.#prefix) ? key.slice(this.#prefix.length) : [])),
    );
  }
}

/** Private windows may have no storage, or none left. */
function attempt<T>(access: () => T): T | null {
  try {
    return access();
  } catch {
    return null;
  }
}
