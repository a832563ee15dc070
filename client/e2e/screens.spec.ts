import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { furnish } from "./parlour";
import { Person } from "./person";
import { expect, test } from "./test";

const TOLERANCE = { maxDiffPixelRatio: 0.04, animations: "disabled", caret: "hide" } as const; // across versions of Chromium
const SAME_FACES = fileURLToPath(new URL("sameFaces.css", import.meta.url));
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };

for (const colorScheme of ["light", "dark"] as const) {
  /** Times and names that are made up for the test are covered, and faces grey: they are others each time. */
  async function looksAsItDid(page: Page, name: string): Promise<void> {
    await page.evaluate(() => document.fonts.ready);
    await page.mouse.move(0, 0); // nothing shows what can be done with it
    const mask = [page.locator("time"), page.getByText(/@ada\.lovelace_/)];
    await expect(page).toHaveScreenshot(`${name}-${colorScheme}.png`, {
      ...TOLERANCE,
      mask,
      stylePath: SAME_FACES,
    });
  }

  test(`the front door looks as it did, ${colorScheme}`, async ({ browser }) => {
    const options = { colorScheme, viewport: { width: 800, height: 700 } };
    const { page } = await Person.arrive(browser, options);
    for (const path of ["sign-in", "register"]) {
      await page.goto(`/${path}`);
      await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
      await looksAsItDid(page, path);
    }
  });

  test(`the rooms, a conversation, a thread, search and settings look as they did, ${colorScheme}`, async ({
    browser,
    api,
  }) => {
    const { ada, roomId } = await furnish(api);
    const options = { colorScheme, viewport: WIDE, locale: "en-GB", timezoneId: "UTC" };
    const person = await Person.signedIn(browser, ada, options);
    const { page } = person;

    await page.goto(`/rooms/${roomId}`);
    await expect(person.message("Then I shall bring the milk.")).toBeInViewport();
    await expect(person.room("Tea room").getByLabel(/unread/)).toHaveCount(0);
    await looksAsItDid(page, "conversation");
    await page.setViewportSize(NARROW);
    await looksAsItDid(page, "conversation-narrow");
    await page.getByRole("link", { name: "Back to rooms" }).click();
    await looksAsItDid(page, "rooms-narrow");
    await page.setViewportSize(WIDE);

    await page.goto(`/rooms/${roomId}`);
    const thread = page.getByRole("complementary", { name: "Thread" });
    const replies = person.message("What is still missing?").getByRole("button", { name: "2 replies" });
    await expect(async () => {
      await replies.click(); // the message may still find its place, and be gone from under the pointer
      await expect(thread).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await expect(thread.getByRole("article")).toHaveCount(3);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await looksAsItDid(page, "thread");

    await page.goto("/search?q=kettle");
    await expect(page.getByRole("list", { name: "Results" }).getByRole("link")).toHaveCount(2);
    await looksAsItDid(page, "search");

    await page.goto("/settings");
    await expect(page.getByText("This device", { exact: true })).toBeVisible();
    await looksAsItDid(page, "settings");
  });
}
