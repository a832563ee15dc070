import { randomUUID } from "node:crypto";
import { Person } from "./person";
import { expect, test } from "./test";

test("two people register, find each other, and talk live; a reload changes nothing", async ({ browser }) => {
  const suffix = randomUUID().slice(0, 8);
  const [ada, lin] = await Promise.all([Person.arrive(browser), Person.arrive(browser)]);
  for (const [person, name] of [[ada, "Ada"] as const, [lin, "Lin"] as const]) {
    const { page } = person;
    await page.goto("/");
    await page.getByRole("link", { name: "Create an account" }).click();
    await page.getByLabel("Your name").fill(`${name} ${suffix}`);
    await page.getByLabel("Username").fill(`${name.toLowerCase()}_${suffix}`);
    await page.getByLabel("Email").fill(`${name.toLowerCase()}_${suffix}@example.org`);
    await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByRole("button", { name: "Account", exact: true })).toBeVisible();
  }

  await ada.page.getByRole("button", { name: "New" }).click();
  await ada.page.getByRole("searchbox", { name: "Who would you like to talk to?" }).fill(`lin_${suffix}`);
  await ada.page.getByRole("button", { name: `Lin ${suffix}` }).click();
  await ada.write("Hello Lin!");
  await expect(ada.message("Hello Lin!").getByRole("img", { name: /Sent|Delivered|Read/ })).toBeVisible();

  await lin.room(`Ada ${suffix}`).click();
  await expect(lin.message("Hello Lin!")).toBeVisible();
  await lin.write("Hello Ada!");
  await expect(ada.message("Hello Ada!")).toBeVisible();
  await expect(ada.messages).toHaveCount(2);

  for (const person of [ada, lin]) {
    await person.page.reload();
    await expect(person.messages).toHaveCount(2);
    await expect(person.message("Hello Lin!")).toBeVisible();
    await expect(person.message("Hello Ada!")).toBeVisible();
  }
});

test("edits, reactions, deletions, typing and reading show on the other side", async ({ browser, api }) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  const [ada, lin] = await Promise.all([Person.signedIn(browser, a), Person.signedIn(browser, l)]);
  await Promise.all([ada.page.goto(`/rooms/${roomId}`), lin.page.goto(`/rooms/${roomId}`)]);

  await expect(async () => {
    await lin.page.getByRole("textbox", { name: "Message" }).pressSequentially("Let me thi");
    await expect(ada.page.getByText("Lin is typing…")).toBeVisible({ timeout: 4_000 }); // her page may not be live yet
  }).toPass();
  await lin.page.getByRole("textbox", { name: "Message" }).fill("");
  await expect(ada.page.getByText("Lin is typing…")).toBeHidden();

  await ada.write("See you at five");
  await lin.page.bringToFront();
  await expect(ada.message("See you at five").getByRole("img", { name: "Read" })).toBeVisible();

  await ada.use(ada.message("See you at five"), "More");
  await ada.page.getByRole("menuitem", { name: "Edit" }).click();
  await expect(ada.page.getByRole("textbox", { name: "Message text" })).toBeFocused();
  await ada.page.getByRole("textbox", { name: "Message text" }).fill("See you at six");
  await ada.page.getByRole("textbox", { name: "Message text" }).press("Enter");
  await expect(lin.message("See you at six")).toContainText("edited");

  await lin.use(lin.message("See you at six"), "React");
  await lin.page.getByRole("button", { name: "React with 👍" }).click();
  await expect(ada.page.getByRole("button", { name: "👍, 1" })).toBeVisible();

  await ada.use(ada.message("See you at six"), "More");
  await ada.page.getByRole("menuitem", { name: "Delete" }).click();
  await ada.page.getByRole("menuitem", { name: "Delete for everyone" }).click();
  await expect(lin.message("Message deleted")).toBeVisible();
  await expect(lin.message("See you at six")).toHaveCount(0);
});

test("a message for a room that is not open counts as unread until it was on screen", async ({
  browser,
  api,
}) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  const lin = await Person.signedIn(browser, l);
  await expect(lin.room("Ada")).toBeVisible();
  await api.send(a, roomId, "one");
  await api.send(a, roomId, "two");
  await expect(lin.room("Ada").getByLabel("2 unread")).toBeVisible();
  await expect(lin.page).toHaveTitle("(2) Parley");
  await lin.room("Ada").click();
  await expect(lin.message("two")).toBeVisible();
  await expect(lin.page).toHaveTitle("Parley");
});
