import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build, type Plugin } from "vite";
import { Door } from "./door";
import { Person } from "./person";
import { expect, test } from "./test";

const CLIENT = resolve(import.meta.dirname, "..");

/** Makes a build that can be told from another, without GraphiQL, which takes long. */
const newer: Plugin = {
  name: "newer",
  config({ build: { rolldownOptions } = {} }) {
    const input = rolldownOptions?.input as Record<string, string> | undefined;
    delete input?.graphiql;
  },
  transform: (code, id) =>
    id.endsWith("/src/app/main.tsx")
      ? `${code}\ndocument.documentElement.dataset.build = "newer";`
      : undefined,
};

test("a page of an older build goes on, is told of the new one, and takes it with drafts and outbox", async ({
  browser,
  api,
  baseURL,
}) => {
  const folder = await mkdtemp(join(tmpdir(), "parley-build-"));
  const door = await Door.open(baseURL ?? "", join(CLIENT, "dist"));
  try {
    await build({
      root: CLIENT,
      logLevel: "warn",
      plugins: [newer],
      build: { outDir: folder, emptyOutDir: true },
    });
    const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
    const roomId = await api.openDirectRoom(a, l);
    const { page } = await Person.signedIn(browser, a, { baseURL: door.address });
    await page.goto(`/rooms/${roomId}`);
    const box = page.getByRole("textbox", { name: "Message", exact: true });
    const banner = page.getByText("A new version of Parley is ready.");
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe("activated");

    await page.route("**/graphql", (route) =>
      route.request().postData()?.includes("SendMessage") ? route.abort() : route.continue(),
    );
    await box.fill("Not sent yet");
    await box.press("Enter");
    await expect(page.getByRole("img", { name: "Sending" })).toBeVisible();
    await box.fill("Half a thought");
    await expect(banner).toHaveCount(0);
    door.replace(folder);
    await expect(banner).toBeVisible({ timeout: 60_000 }); // the line is back, and the new build is kept
    await page.keyboard.press("Control+,");
    await expect(page.getByLabel("Your name")).toBeVisible(); // of the old build, which the server has no more
    await page.goBack();
    await expect(box).toHaveValue("Half a thought");

    await page.getByRole("button", { name: "Reload" }).click();
    await expect(page.locator("html")).toHaveAttribute("data-build", "newer");
    await expect(box).toHaveValue("Half a thought");
    await expect(page.getByRole("img", { name: "Sending" })).toBeVisible();
    await expect(banner).toHaveCount(0);
    await page.unroute("**/graphql");
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await expect(page.getByRole("img", { name: /Sent|Delivered/ })).toBeVisible();
    await expect(page.getByRole("log").getByRole("article")).toHaveText(/Not sent yet/);
  } finally {
    await door.close();
    await rm(folder, { recursive: true, force: true });
  }
});
