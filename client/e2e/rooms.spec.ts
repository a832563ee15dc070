import { randomUUID } from "node:crypto";
import type { Request } from "@playwright/test";
import { Person } from "./person";
import { expect, test } from "./test";

test("a public group is created, found, joined and talked in", async ({ browser, api }) => {
  const [a, l, g] = await Promise.all([api.register("Ada"), api.register("Lin"), api.register("Grace")]);
  const [ada, lin, grace] = await Promise.all([
    Person.signedIn(browser, a),
    Person.signedIn(browser, l),
    Person.signedIn(browser, g),
  ]);
  const name = `Tea room ${randomUUID().slice(0, 6)}`;

  await ada.page.getByRole("button", { name: "New" }).click();
  await ada.page.getByRole("tab", { name: "Group" }).click();
  await ada.page.getByRole("textbox", { name: "Name" }).fill(name);
  await ada.page.getByRole("switch", { name: "Private" }).click({ force: true });
  await ada.page.getByRole("searchbox", { name: "Add people" }).fill(l.username);
  await ada.page.getByRole("button", { name: `@${l.username}` }).click();
  await ada.page.getByRole("button", { name: "Create group" }).click();
  await expect(ada.page.getByRole("heading", { name })).toBeVisible();

  await lin.room(name).click(); // who was added sees it without doing anything
  await grace.page.getByRole("link", { name: "Discover groups" }).click();
  await grace.page.getByRole("searchbox", { name: "Search public groups" }).fill(name);
  await grace.page.getByRole("button", { name: `Join ${name}` }).click();
  await expect(grace.page.getByRole("heading", { name })).toBeVisible();
  await expect(ada.page.getByText("3 members")).toBeVisible();

  await grace.write("Is there any tea left?");
  for (const person of [ada, lin]) await expect(person.message("Is there any tea left?")).toBeVisible();
});

/** Whether a request of the page asks for the newest messages of a room. */
const asksFor = (roomId: string) => (request: Request) => {
  const asked = request.url().endsWith("/graphql") ? request.postDataJSON() : null;
  return asked?.operationName === "RoomMessages" && asked.variables.roomId === roomId;
};

test("a room on whose name the pointer or the focus rests is there before it is opened", async ({
  browser,
  api,
}) => {
  const [a, l, g] = await Promise.all([api.register("Ada"), api.register("Lin"), api.register("Grace")]);
  const pointed = await api.openDirectRoom(a, l);
  const focused = await api.openDirectRoom(a, g);
  await Promise.all([api.send(l, pointed, "from Lin"), api.send(g, focused, "from Grace")]);
  const ada = await Person.signedIn(browser, a);
  for (const [roomId, name, rest] of [
    [pointed, "Lin", () => ada.room("Lin").hover()],
    [focused, "Grace", () => ada.room("Grace").focus()],
  ] as const) {
    await expect(ada.room(name)).toBeVisible();
    const answer = ada.page.waitForResponse((response) => asksFor(roomId)(response.request()));
    await rest();
    await (await answer).finished();
  }

  await ada.page.route("**/graphql", (route) => route.abort()); // nothing more can be asked for
  for (const name of ["Lin", "Grace"]) {
    await ada.room(name).click();
    await expect(ada.message(`from ${name}`)).toBeVisible();
  }
});

test("the messages of a room are asked for without waiting for what the room is", async ({
  browser,
  api,
}) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  await api.send(l, roomId, "from Lin");
  const ada = await Person.signedIn(browser, a);
  const asked = ada.page.waitForRequest(asksFor(roomId));
  await ada.page.route("**/graphql", async (route) => {
    if (route.request().postDataJSON()?.operationName === "Room") await asked;
    await route.continue();
  });
  await ada.page.goto(`/rooms/${roomId}`);
  await expect(ada.message("from Lin")).toBeVisible();
});

test("scrolling up pages back to the beginning, and stays where it was", async ({ browser, api }) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  await api.fill(a, roomId, 220);
  const ada = await Person.signedIn(browser, a);
  await ada.page.goto(`/rooms/${roomId}`);
  await expect(ada.message(/number 220\./)).toBeVisible();

  const log = ada.page.getByRole("log", { name: "Messages" });
  await log.hover();
  await expect(async () => {
    await ada.page.mouse.wheel(0, -1_500);
    await expect(ada.page.getByText("This is where it begins.")).toBeVisible({ timeout: 250 });
  }).toPass();
  await expect(ada.message(/number 1\./)).toBeVisible();
  await expect(ada.page.getByRole("status", { name: "Loading messages" })).toHaveCount(0);
});

test("older messages that load above do not move what is on screen", async ({ browser, api }) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  await api.fill(a, roomId, 120);
  const ada = await Person.signedIn(browser, a);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await ada.page.route("**/graphql", async (route) => {
    if (route.request().postDataJSON()?.variables?.before) await held;
    await route.continue();
  });
  await ada.page.goto(`/rooms/${roomId}`);
  await expect(ada.message(/number 120\./)).toBeVisible();
  await ada.page.getByRole("log", { name: "Messages" }).hover();
  await expect(async () => {
    await ada.page.mouse.wheel(0, -1_000);
    await expect(ada.message(/number 71\./)).toBeInViewport({ timeout: 250 });
  }).toPass();

  const anchor = ada.message(/number 73\./);
  const before = await anchor.boundingBox();
  const loaded = ada.page.waitForResponse((r) => Boolean(r.request().postDataJSON()?.variables?.before));
  release();
  await loaded;
  await expect(ada.message(/number 70\./)).toBeAttached();
  const after = await anchor.boundingBox();
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThanOrEqual(2);
});
