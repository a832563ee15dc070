import type { Browser, BrowserContextOptions, Locator, Page } from "@playwright/test";
import { expect } from "@playwright/test";
import type { Account } from "./api";

/** Someone in front of a browser of their own. */
export class Person {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async arrive(browser: Browser, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await browser.newContext(options);
    return new Person(await context.newPage());
  }

  /** The account's owner signs in by the form. */
  static async signedIn(
    browser: Browser,
    account: Account,
    options: BrowserContextOptions = {},
  ): Promise<Person> {
    const person = await Person.arrive(browser, options);
    await person.page.goto("/sign-in");
    await person.page.getByLabel("Username or email").fill(account.username);
    await person.page.getByLabel("Password", { exact: true }).fill(account.password);
    await person.page.getByRole("button", { name: "Sign in" }).click();
    await person.page.getByRole("button", { name: "Account", exact: true }).waitFor({ state: "attached" });
    return person;
  }

  get messages(): Locator {
    return this.page.getByRole("log", { name: "Messages" }).getByRole("article");
  }

  message(content: string | RegExp): Locator {
    return this.messages.filter({ hasText: content });
  }

  room(name: string): Locator {
    return this.page.getByRole("navigation", { name: "Rooms" }).getByRole("link").filter({ hasText: name });
  }

  get banner(): Locator {
    return this.page.getByText("Reconnecting…");
  }

  async write(content: string): Promise<void> {
    await this.page.getByRole("textbox", { name: "Message" }).fill(content);
    await this.page.getByRole("textbox", { name: "Message" }).press("Enter");
  }

  /** Uses what stands beside a message while the pointer is on it; the message may still find its place. */
  async use(message: Locator, tool: string): Promise<void> {
    const button = message.getByRole("button", { name: tool });
    await expect(async () => {
      await message.hover();
      await button.click({ timeout: 1_000, trial: true });
    }).toPass();
    await button.click(); // once: a second click would shut what the first one opened
  }

  /** Chooses a file with the button that asks for one. */
  async choose(button: Locator, file: { name: string; type: string; bytes: Buffer }): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await button.click();
    await (await chooser).setFiles({ name: file.name, mimeType: file.type, buffer: file.bytes });
  }

  /** Drops or pastes a file. */
  async give(how: "drop" | "paste", onto: Locator, file: { name: string; type: string; bytes: Buffer }) {
    const { name, type } = file;
    await onto.evaluate(
      (element, given) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(given.bytes)], given.name, { type: given.type }));
        const init = { bubbles: true, cancelable: true };
        element.dispatchEvent(
          given.how === "drop"
            ? new DragEvent("drop", { ...init, dataTransfer: data })
            : new ClipboardEvent("paste", { ...init, clipboardData: data }),
        );
      },
      { how, name, type, bytes: [...file.bytes] },
    );
  }
}
