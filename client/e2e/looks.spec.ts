import type { Locator } from "@playwright/test";
import { Person } from "./person";
import { expect, test } from "./test";

test("works on a phone, where the rooms and the open one take turns", async ({ browser, api }, info) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  await api.send(l, roomId, "Are you on the train?");
  const ada = await Person.signedIn(browser, a, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await ada.room("Lin").click();
  await expect(ada.message("Are you on the train?")).toBeInViewport();
  await expect(ada.room("Lin")).not.toBeInViewport();
  await ada.write("Yes, just left");
  await expect(ada.message("Yes, just left")).toBeInViewport();
  const width = await ada.page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(390);
  await ada.page.screenshot({ path: info.outputPath("phone.png") });
  await ada.page.getByRole("link", { name: "Back to rooms" }).click();
  await expect(ada.room("Lin")).toBeInViewport();
  await ada.page.screenshot({ path: info.outputPath("phone-rooms.png") });
});

/** How many pixels above and below its middle still are the thing itself. */
async function reach(target: Locator): Promise<number> {
  return await target.evaluate((element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const isHit = (dy: number) => element.contains(document.elementFromPoint(x, y + dy));
    return [-21, 21].filter(isHit).length === 2 ? 44 : bottom - top;
  });
}

test("a finger hits what it aims at: what is to be tapped reaches over 44 pixels", async ({
  browser,
  api,
}) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  await api.send(l, roomId, "Are you on the train?");
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const { page } = await Person.signedIn(browser, a, phone);
  for (const name of ["Threads", "Mentions"])
    expect(await reach(page.getByRole("link", { name: new RegExp(name) }))).toBe(44);
  await page.goto(`/rooms/${roomId}`);
  await expect(page.getByRole("article").filter({ hasText: "Are you on the train?" })).toBeVisible();
  for (const name of ["Attach files", "Emoji", "Room details"])
    expect(await reach(page.getByRole("button", { name, exact: true }))).toBe(44);
  await page.goto("/settings");
  await expect(page.getByLabel("Your name")).toBeVisible();
  expect(await reach(page.getByRole("button", { name: "Choose a picture" }))).toBe(44);
  expect(await reach(page.getByLabel("Your name"))).toBe(44);
});

test("follows the system into the dark, and remembers another choice", async ({ browser, api }, info) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  await api.send(l, roomId, "Good night");
  const ada = await Person.signedIn(browser, a, { colorScheme: "dark" });
  await ada.page.goto(`/rooms/${roomId}`);
  await expect(ada.message("Good night")).toBeVisible();
  const scheme = () => ada.page.evaluate(() => document.documentElement.dataset.mantineColorScheme);
  expect(await scheme()).toBe("dark");
  await ada.page.screenshot({ path: info.outputPath("dark.png") });

  await ada.page.getByRole("button", { name: "Account", exact: true }).click();
  await ada.page.getByRole("menuitemradio", { name: "Light" }).click();
  await ada.page.reload();
  await expect(ada.message("Good night")).toBeVisible();
  expect(await scheme()).toBe("light");
  await ada.page.screenshot({ path: info.outputPath("light.png") });
});

test("the time of large emoji stands at their foot, as it does at that of a text", async ({
  browser,
  api,
}) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  await api.send(l, roomId, "Tea?");
  await api.send(l, roomId, "🎉🎉");
  const ada = await Person.signedIn(browser, a);
  await ada.page.goto(`/rooms/${roomId}`);
  const below = (content: string) =>
    ada.message(content).evaluate((row) => {
      const time = row.querySelector("time");
      const bubble = time?.closest("span")?.parentElement;
      if (!time || !bubble) throw new Error("There is no time in a bubble.");
      return bubble.getBoundingClientRect().bottom - time.getBoundingClientRect().bottom;
    });
  await expect(ada.message("🎉🎉")).toBeVisible();
  const [text, emoji] = [await below("Tea?"), await below("🎉🎉")];
  expect(Math.abs(emoji - text)).toBeLessThan(3);
});

test("a list that could not be loaded says so in the middle", async ({ browser, api }) => {
  const ada = await Person.signedIn(browser, await api.register("Ada"), { serviceWorkers: "block" });
  await ada.page.route("**/graphql", (route) =>
    route.request().postData()?.includes("query Mentions") ? route.abort() : route.continue(),
  );
  await ada.page.goto("/mentions");
  const failed = ada.page.getByRole("status").filter({ hasText: "They could not be loaded." });
  await expect(failed).toBeVisible();
  const [said, all] = [await failed.getByText("They could").boundingBox(), await failed.boundingBox()];
  const again = await failed.getByRole("button", { name: "Try again" }).boundingBox();
  if (!said || !all || !again) throw new Error("It is not on the page.");
  const [left, right] = [said.x - all.x, all.x + all.width - again.x - again.width];
  expect(Math.abs(left - right)).toBeLessThan(2);
  expect(left).toBeGreaterThan(50);
});

test("on the narrowest phone what the field is for ends in dots, and what is written wraps", async ({
  browser,
  api,
}) => {
  const a = await api.register("Ada");
  const roomId = await api.createGroup(a, "The society of those who take their tea with milk", []);
  const ada = await Person.signedIn(browser, a, { viewport: { width: 320, height: 640 } });
  await ada.page.goto(`/rooms/${roomId}`);
  const box = ada.page.getByRole("textbox", { name: "Message" });
  await expect(box).toHaveCSS("text-overflow", "ellipsis");
  await expect(box).toHaveCSS("white-space", "nowrap");
  await box.fill("A sentence that is longer than the field is wide");
  await expect(box).toHaveCSS("white-space", "pre-wrap");
});
