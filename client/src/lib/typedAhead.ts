/**
 * Keeps what is typed for a field that is still on its way, so that it goes nowhere else: from now on until it is taken,
 * or until nobody waits for it any more.
 */
export class TypedAhead {
  #text = "";
  #isEntered = false;
  readonly #onEscape: () => void;

  constructor(onEscape: () => void) {
    this.#onEscape = onEscape;
    window.addEventListener("keydown", this.#keep, true);
  }

  /** What was typed, and whether Enter came after it. From here on keys go where the focus is. */
  take(): { text: string; isEntered: boolean } {
    this.end();
    const taken = { text: this.#text, isEntered: this.#isEntered };
    this.#text = "";
    this.#isEntered = false;
    return taken;
  }

  end(): void {
    window.removeEventListener("keydown", this.#keep, true);
  }

  readonly #keep = (event: KeyboardEvent): void => {
    if (event.isComposing || isCommand(event) || !this.#isMeant(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  #isMeant(key: string): boolean {
    if (key === "Escape") {
      this.end();
      this.#onEscape();
    } else if (key === "Enter") this.#isEntered = true;
    else if (key === "Backspace") this.#text = [...this.#text].slice(0, -1).join("");
    else if ([...key].length === 1) this.#text += key;
    else return false;
    return true;
  }
}

/** With AltGr one writes characters, though some systems say Ctrl and Alt. */
function isCommand(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");
}
