import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { Person } from "./person";
import { gather, type Team } from "./team";
import { expect, test } from "./test";

/** Every screen, and how somebody gets there. */
const screens = (page: Page, { groupId, directId }: Team): Record<string, () => Promise<unknown>> => ({
  async welcome() {
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Good to see you" })).toBeVisible();
  },
  async "direct room"() {
    await page.goto(`/rooms/${directId}`);
    await expect(page.getByText("Have you seen the new engine?").last()).toBeVisible();
  },
  async group() {
    await page.goto(`/rooms/${groupId}`);
    await expect(page.getByText("The kettle is on.").last()).toBeVisible();
  },
  async "room details"() {
    await page.getByRole("button", { name: "Room details" }).click();
    await expect(page.getByRole("list", { name: "Members" })).toBeVisible();
    await page.getByRole("button", { name: "Edit group" }).click();
  },
  async profile() {
    await page.getByRole("list", { name: "Members" }).getByRole("button", { name: "Grace Hopper @" }).click();
    await expect(page.getByRole("button", { name: "Message", exact: true })).toBeVisible();
    await expect(page.getByRole("list", { name: "Members" })).toHaveCount(0);
  },
  async palette() {
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Find or jump to…").fill("l");
    await expect(page.getByRole("option").first()).toBeVisible();
  },
  async shortcuts() {
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.keyboard.press("Control+/");
    await expect(page.getByRole("heading", { name: "Everywhere" })).toBeVisible();
  },
  async search() {
    await page.goto("/search?q=kettle");
    await expect(page.getByRole("list", { name: "Results" }).getByRole("link").first()).toBeVisible();
  },
  async threads() {
    await page.goto("/threads");
    await expect(page.getByText("You follow no thread yet.")).toBeVisible();
  },
  async mentions() {
    await page.goto("/mentions");
    await expect(page.getByText("Nobody has mentioned you yet.")).toBeVisible();
  },
  async settings() {
    await page.goto("/settings");
    await expect(page.getByText("This device", { exact: true })).toBeVisible();
  },
  async "new group"() {
    await page.goto("/discover");
    await expect(
      page.getByRole("list", { name: "Public groups" }).getByRole("listitem").first(),
    ).toBeVisible();
    await page.getByRole("button", { name: "New", exact: true }).click();
    await page.getByRole("tab", { name: "Group" }).click();
    await expect(page.getByRole("button", { name: "Create group" })).toBeVisible();
  },
});

async function seriousViolations(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`,
    );
}

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing serious on any screen, ${colorScheme}`, async ({ browser, api }) => {
    const team = await gather(api);
    const options = { colorScheme, reducedMotion: "reduce" as const };
    const stranger = await Person.arrive(browser, options);
    for (const path of ["/sign-in", "/register"]) {
      await stranger.page.goto(path);
      await expect(stranger.page.getByLabel("Password", { exact: true })).toBeVisible();
      expect(await seriousViolations(stranger.page), path).toEqual([]);
    }
    const ada = await Person.signedIn(browser, team.ada, options);
    for (const [name, visit] of Object.entries(screens(ada.page, team))) {
      await visit();
      expect(await seriousViolations(ada.page), name).toEqual([]);
    }
  });
