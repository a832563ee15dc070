import { randomUUID } from "node:crypto";
import { Person } from "./person";
import { expect, test } from "./test";

test("a reply beside the room, a mention by its first letters, and any emoji as a reaction", async ({
  browser,
  api,
}) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  await api.send(l, roomId, "Shall we **ship** it?");
  const [ada, lin] = await Promise.all([Person.signedIn(browser, a), Person.signedIn(browser, l)]);
  await Promise.all([ada.page.goto(`/rooms/${roomId}`), lin.page.goto(`/rooms/${roomId}`)]);
  await expect(ada.message("Shall we ship it?").locator("strong")).toHaveText("ship");

  await ada.use(ada.message("Shall we"), "Reply in thread");
  const thread = ada.page.getByRole("complementary", { name: "Thread" });
  await thread.getByRole("textbox", { name: "Reply" }).pressSequentially(`Yes @${l.username.slice(0, 5)}`);
  await ada.page.getByRole("option", { name: l.displayName }).click();
  await thread.getByRole("textbox", { name: "Reply" }).press("Enter");
  await expect(thread.getByRole("article").filter({ hasText: `Yes @${l.displayName}` })).toBeVisible();

  await lin.message("Shall we").getByRole("button", { name: "1 reply" }).click();
  const other = lin.page.getByRole("complementary", { name: "Thread" });
  await expect(other.getByRole("article").filter({ hasText: `Yes @${l.displayName}` })).toBeVisible();
  await other.getByRole("textbox", { name: "Reply" }).fill("Then I do");
  await other.getByRole("textbox", { name: "Reply" }).press("Enter");
  await expect(thread.getByText("2 replies")).toBeVisible();
  await expect(thread.getByRole("article").filter({ hasText: "Then I do" })).toBeVisible();
  await expect(ada.message("Then I do").getByRole("button", { name: /Go to the message/ })).toBeVisible();
  await lin.page.keyboard.press("Escape");
  await expect(other).toBeHidden();

  await lin.use(lin.message("Yes"), "React");
  await lin.page.getByRole("button", { name: "More reactions" }).click();
  await lin.page.getByRole("searchbox", { name: "Search emoji" }).fill("rocket");
  await lin.page.getByRole("option", { name: "rocket" }).click();
  const reaction = ada.message("Yes").getByRole("button", { name: "🚀, 1" });
  await expect(reaction).toBeVisible();
  await reaction.hover();
  await expect(ada.page.getByRole("tooltip", { name: l.displayName })).toBeVisible();
});

test("the first unread message and any other far back are one step away, and so is the newest", async ({
  browser,
  api,
}) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  const ids = await api.fill(a, roomId, 160);
  const lin = await Person.signedIn(browser, l);

  const pill = lin.page.getByRole("button", { name: /new messages since/ });
  await lin.page.goto(`/rooms/${roomId}`);
  await expect(pill).toContainText("160 new messages since");
  await pill.click();
  await expect(lin.message(/number 1\./)).toBeInViewport();
  await expect(lin.page.getByText("New", { exact: true })).toBeInViewport();
  await expect(pill).toBeHidden();
  await lin.page.goto(`/rooms/${roomId}`);
  await expect(pill).toBeVisible();
  await lin.page.keyboard.press("Escape");
  await expect(pill).toBeHidden();
  await expect(lin.room("Ada").getByLabel(/unread/)).toHaveCount(0);

  await api.markUnread(l, roomId, 5); // on another device
  await expect(pill).toContainText("156 new messages since");
  await expect(lin.page.getByText("New", { exact: true })).toHaveCount(0); // what it would stand at is not here
  await pill.click();
  await expect(lin.message(/number 5\./)).toBeInViewport();
  await expect(lin.page.getByText("New", { exact: true })).toBeInViewport();
  await lin.page.getByRole("button", { name: "99+ new messages" }).click();
  await expect(lin.message(/number 160\./)).toBeInViewport();
  await expect(lin.room("Ada").getByLabel("156 unread")).toBeVisible(); // until the room is opened again
  await lin.page.getByRole("link", { name: "Parley" }).click();
  await lin.room("Ada").click();
  await lin.page.getByRole("button", { name: "Mark as read" }).click();
  await expect(lin.room("Ada").getByLabel(/unread/)).toHaveCount(0);

  await lin.page.goto(`/r/${roomId}/m/${ids[9]}`);
  await expect(lin.message(/number 10\./)).toBeInViewport();
  await expect(lin.message(/number 160\./)).toHaveCount(0);

  const log = lin.page.getByRole("log", { name: "Messages" });
  await log.hover();
  await expect(async () => {
    await lin.page.mouse.wheel(0, 1_500);
    await expect(lin.message(/number 90\./)).toBeAttached({ timeout: 250 });
  }).toPass();
  expect(await log.locator("> * > *").count()).toBeLessThan(300);
  await lin.page.getByRole("button", { name: /new message|Latest/ }).click();
  await expect(lin.page).toHaveURL(`/rooms/${roomId}`);

  await lin.page.goto(`/r/${roomId}/m/${randomUUID().replaceAll("-", "").slice(0, 24)}`);
  await expect(lin.page.getByText("This message is not here")).toBeVisible();
  await lin.page.getByRole("button", { name: "Go to the newest messages" }).click();
  await expect(lin.messages.first()).toBeVisible();
});

test("what is half written is kept, and the last message is edited with the arrow up", async ({
  browser,
  api,
}) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  const ada = await Person.signedIn(browser, a);
  await ada.page.goto(`/rooms/${roomId}`);
  await ada.write("See you at five");
  await expect(ada.message("See you at five").getByRole("img", { name: /Sent|Delivered/ })).toBeVisible();
  const box = ada.page.getByRole("textbox", { name: "Message", exact: true });
  await box.press("ArrowUp");
  await ada.page.getByRole("textbox", { name: "Message text" }).fill("See you at six");
  await ada.page.keyboard.press("Enter");
  await expect(ada.message("See you at six")).toContainText("edited");
  await expect(box).toBeFocused();

  await box.fill("Bring the");
  await ada.page.reload();
  await expect(box).toHaveValue("Bring the");
});

test("the best emoji for a word stand first, and the keys choose among them", async ({ browser, api }) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  const { page } = await Person.signedIn(browser, a);
  await page.goto(`/rooms/${roomId}`);
  await page.getByRole("button", { name: "Emoji", exact: true }).click();
  const search = page.getByRole("searchbox", { name: "Search emoji" });
  const chosen = page.getByRole("option", { selected: true });
  await search.fill("heart");
  await expect(chosen).toHaveAccessibleName("red heart");
  await search.press("ArrowRight");
  await expect(chosen).toHaveAccessibleName("smiling face with hearts");
  await search.press("ArrowDown");
  await expect(page.getByRole("option").nth(9)).toHaveAttribute("aria-selected", "true");
  await search.fill("no such thing");
  await expect(page.getByText("There is no such emoji.")).toBeVisible();
  await search.fill("tada");
  await expect(chosen).toHaveAccessibleName("party popper");
  await search.press("Enter");
  await expect(search).toBeHidden();
  await expect(page.getByRole("textbox", { name: "Message" })).toHaveValue("🎉");
});
