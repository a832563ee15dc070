/** What was written and not sent yet, kept in this browser for each person and place. */
export class Drafts {
  readonly #prefix: string;

  constructor(userId: string) {
    this.#prefix = `parley/draft/${userId}/`;
  }

  read(place: string): string {
    return attempt(() => localStorage.getItem(this.#prefix + place)) ?? "";
  }

  write(place: string, text: string): void {
    const key = this.#prefix + place;
    attempt(() => (text.trim() === "" ? localStorage.removeItem(key) : localStorage.setItem(key, text)));
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
