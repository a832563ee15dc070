import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./test";

const PAGE = process.env.GRAPHIQL_PATH ?? "/graphql";

/** GraphiQL takes up what is in an editor a moment after it appears there: run it until it was taken. */
async function execute(page: Page, until: Locator, text?: string) {
  const run = page.getByRole("button", { name: /Execute query/ });
  await expect(async () => {
    if (await run.isVisible()) await run.click({ timeout: 2_000 });
    await expect(until).toBeVisible({ timeout: 2_000 });
    if (text) await expect(until).toContainText(text, { timeout: 2_000 });
  }).toPass();
}

async function open(page: Page) {
  await page.goto(PAGE);
  await expect(page.getByRole("button", { name: /Execute query/ })).toBeVisible({ timeout: 30_000 });
}

test("sign in, run a query, read the docs, and watch an event arrive", async ({ page, api }) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy|violates/.test(message.text())) refused.push(message.text());
  });
  await open(page);
  await page.getByLabel("Username or email").fill(a.username);
  await page.getByLabel("Password").fill(a.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText(`Signed in as @${a.username}`)).toBeVisible();

  const result = page
    .getByRole("region", { name: "Operation Response" })
    .or(page.getByLabel("Result Window"))
    .first();
  await execute(page, result, a.username);

  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await expect(page.getByText("Root Types")).toBeVisible();
  await page.getByRole("button", { name: "Hide Documentation Explorer" }).click();

  await page.getByRole("tab", { name: "Live" }).click();
  await execute(page, page.getByRole("button", { name: /Stop query/ }));
  await expect(async () => {
    await api.send(l, roomId, "hello from Lin");
    await expect(result).toContainText("hello from Lin", { timeout: 1_000 });
  }).toPass();
  expect(refused).toEqual([]);
});
