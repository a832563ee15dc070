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
