import { Person } from "./person";
import { gather } from "./team";
import { expect, test } from "./test";

test("the keyboard alone is enough to get anywhere", async ({ browser, api }) => {
  const team = await gather(api);
  const { page } = await Person.signedIn(browser, team.ada);
  await expect(page.getByRole("navigation", { name: "Rooms" })).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Find or jump to…").fill("tea room");
  await expect(page.getByRole("option", { name: team.groupName }).first()).toHaveAttribute(
    "data-combobox-selected",
    "true",
  );
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: team.groupName, level: 1 })).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.keyboard.press("Alt+ArrowDown");
  await expect(page.getByRole("heading", { name: "Lin Lanying", level: 1 })).toBeVisible();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(page.getByRole("heading", { name: team.groupName, level: 1 })).toBeVisible();

  await page.getByRole("button", { name: "Room details" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Room details" })).toBeFocused();

  await page.goto("/settings");
  await expect(page.getByText("This device", { exact: true })).toBeVisible();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the open conversation" });
  await expect(skip).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#open")).toBeFocused();

  const divider = page.getByRole("separator", { name: "Width of the list of rooms" });
  const width = Number(await divider.getAttribute("aria-valuenow"));
  await divider.focus();
  await page.keyboard.press("ArrowRight");
  await expect(divider).toHaveAttribute("aria-valuenow", String(width + 16));
});

test("what is typed while the palette is still on its way goes to the palette", async ({ browser, api }) => {
  const team = await gather(api);
  const ada = await Person.signedIn(browser, team.ada, { serviceWorkers: "block" });
  const { page } = ada;
  let letCome = () => {};
  const mayCome = new Promise<void>((resolve) => {
    letCome = resolve;
  });
  await page.route(/\/assets\/Palette-.*\.js$/, async (route) => {
    await mayCome;
    await route.continue();
  });
  await page.goto(`/rooms/${team.directId}`);
  const box = page.getByRole("textbox", { name: "Message", exact: true });
  await box.click();
  await page.keyboard.press("Control+k");
  await page.keyboard.type(team.groupName);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(box).toHaveValue("");
  letCome();
  await expect(page.getByRole("heading", { name: team.groupName, level: 1 })).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("lin");
  await expect(page.getByPlaceholder("Find or jump to…")).toHaveValue("lin");
});

test("nothing sticks out, from 320 pixels to an ultra-wide screen", async ({ browser, api }) => {
  const team = await gather(api);
  const { page } = await Person.signedIn(browser, team.ada);
  for (const width of [320, 768, 2560]) {
    await page.setViewportSize({ width, height: 800 });
    for (const path of ["/", `/rooms/${team.groupId}`, "/settings", "/discover"]) {
      await page.goto(path);
      await expect(page.locator("#open h1, nav").first()).toBeAttached();
      const found = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(found, `${path} at ${width}`).toBe(width);
    }
  }
});

test("a message that is edited keeps to its bubble, beside the rooms and on a phone", async ({
  browser,
  api,
}) => {
  const team = await gather(api);
  const ada = await Person.signedIn(browser, team.ada);
  for (const width of [900, 320]) {
    await ada.page.setViewportSize({ width, height: 800 });
    await ada.page.goto(`/rooms/${team.directId}`);
    await expect(ada.message("Only the drawings")).toBeInViewport();
    await ada.page.getByRole("textbox", { name: "Message", exact: true }).press("ArrowUp");
    const cancel = ada.page
      .getByRole("form", { name: "Edit message" })
      .getByRole("button", { name: "Cancel" });
    await expect(cancel).toBeInViewport({ ratio: 1 });
  }
});

test("whoever opens a room or a thread writes at once, and Escape closes one thing at a time", async ({
  browser,
  api,
}) => {
  const team = await gather(api);
  const ada = await Person.signedIn(browser, team.ada);
  const { page } = ada;
  await ada.room(team.groupName).click();
  const box = page.getByRole("textbox", { name: "Message", exact: true });
  await expect(box).toBeFocused();
  await page.keyboard.type("@all, @every");
  await page.keyboard.press("Enter"); // takes what is suggested
  await page.keyboard.press("Enter");
  await expect(ada.message("@all, @all")).toBeVisible();

  await ada.use(ada.message("moth"), "Reply in thread");
  const thread = page.getByRole("complementary", { name: "Thread" });
  await expect(thread.getByRole("textbox", { name: "Reply" })).toBeFocused();
  await page.keyboard.type("A **brown** one?");
  await page.keyboard.press("Enter");
  await expect(thread.getByRole("article").filter({ hasText: "A brown one?" })).toBeVisible();
  await thread.getByRole("button", { name: "Emoji" }).click();
  await expect(page.getByRole("searchbox", { name: "Search emoji" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("searchbox", { name: "Search emoji" })).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await expect(page.getByPlaceholder("Find or jump to…")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(thread).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(thread).toHaveCount(0);
  await expect(box).toBeFocused();

  await ada.message("moth").getByRole("button", { name: "Profile" }).click();
  await expect(page.getByRole("dialog").getByRole("heading", { name: "Grace Hopper" })).toBeVisible();
});
