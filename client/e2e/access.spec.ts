import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type Moderated, moderate } from "./moderated";
import { Person } from "./person";
import { RED } from "./pictures";
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

/** What owners and admins see, what they do to others, and pictures on their way. */
const moderation = (
  ada: Person,
  { groupId }: Team,
  { calmId, code }: Moderated,
): Record<string, () => Promise<unknown>> => ({
  async "picture that is chosen"() {
    await ada.page.goto("/settings");
    const field = ada.page.getByRole("group", { name: "Your picture" });
    const red = { name: "red.png", type: "image/png", bytes: RED };
    await ada.choose(field.getByRole("button", { name: "Choose a picture" }), red);
    await expect(field.getByRole("button", { name: "Use this picture" })).toBeVisible();
  },
  async "picture that is refused"() {
    const field = ada.page.getByRole("group", { name: "Your picture" });
    await ada.page.route(/\/files(\/|$)/, (route) => route.abort());
    await field.getByRole("button", { name: "Use this picture" }).click();
    await expect(field.getByRole("alert")).toBeVisible();
  },
  async reports() {
    await ada.page.goto(`/rooms/${groupId}`);
    await ada.page.getByRole("button", { name: "1 report" }).click();
    await expect(ada.page.getByRole("list", { name: "Reports" })).toContainText("Spam");
  },
  async "audit log"() {
    await ada.page.getByRole("button", { name: "Back to the details" }).click();
    await ada.page.getByRole("button", { name: "Audit log" }).click();
    await expect(ada.page.getByText("reported a message of Grace Hopper")).toBeVisible();
  },
  async "invite links"() {
    await ada.page.getByRole("button", { name: "Back to the details" }).click();
    await ada.page.getByRole("button", { name: "Invite links" }).click();
    await ada.page.getByRole("button", { name: "Make a link" }).click();
    await expect(ada.page.getByRole("textbox", { name: "Invite link" })).toBeVisible();
  },
  async "invite page"() {
    await ada.page.goto(`/invite/${code}`);
    await expect(ada.page.getByRole("heading", { name: "Calm room" })).toBeVisible();
  },
  async "message that is held"() {
    await ada.page.goto(`/rooms/${calmId}`);
    await ada.write("One");
    await ada.write("Two");
    await expect(ada.page.getByRole("timer")).toBeVisible();
  },
});

const COLOURS = ["color-contrast", "link-in-text-block"]; // the only rules to which the dark is another page

/** What is serious in the light, and what the colours make of it in the dark. */
async function seriousViolations(page: Page): Promise<string[]> {
  const inLight = await violations(axe(page));
  await dress(page, "dark");
  const inDark = await violations(axe(page).withRules(COLOURS));
  await dress(page, "light");
  return [...inLight, ...inDark.map((violation) => `in the dark: ${violation}`)];
}

/** A page without frames: what was found need not be gathered in a page of its own. */
const axe = (page: Page) => new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();

async function violations(builder: AxeBuilder): Promise<string[]> {
  const found = await builder.analyze();
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`,
    );
}

async function dress(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
}

async function visitAll(page: Page, all: Record<string, () => Promise<unknown>>) {
  for (const [name, visit] of Object.entries(all)) {
    await visit();
    expect(await seriousViolations(page), name).toEqual([]);
  }
}

const options = { colorScheme: "light", reducedMotion: "reduce" } as const;

test("axe finds nothing serious on any screen, light or dark", async ({ browser, api }) => {
  const team = await gather(api);
  const stranger = await Person.arrive(browser, options);
  for (const path of ["/sign-in", "/register"]) {
    await stranger.page.goto(path);
    await expect(stranger.page.getByLabel("Password", { exact: true })).toBeVisible();
    expect(await seriousViolations(stranger.page), path).toEqual([]);
  }
  const ada = await Person.signedIn(browser, team.ada, options);
  await visitAll(ada.page, screens(ada.page, team));
});

test("axe finds nothing serious where people moderate, light or dark", async ({ browser, api }) => {
  const team = await gather(api);
  const moderated = await moderate(api, team);
  const ada = await Person.signedIn(browser, team.ada, options);
  await visitAll(ada.page, moderation(ada, team, moderated));
});
