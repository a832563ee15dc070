import { Person } from "./person";
import { gather } from "./team";
import { expect, test } from "./test";

test("a mention shows apart from what is unread, and a reply takes a file along", async ({
  browser,
  api,
}, info) => {
  const { ada: a, lin: l, groupId, groupName } = await gather(api);
  const lin = await Person.signedIn(browser, l);
  await expect(lin.room(groupName).getByLabel("1 unread")).toBeVisible();
  await api.send(a, groupId, "Is anybody there?");
  const asked = await api.send(a, groupId, `Milk, @${l.username}?`);
  await expect(lin.room(groupName).getByRole("img", { name: "1 mention" })).toBeVisible();
  await expect(lin.room(groupName).getByLabel("3 unread")).toBeVisible();
  await expect(lin.page).toHaveTitle("(2) Parley"); // with the direct message
  await lin.page.screenshot({ path: info.outputPath("mention.png") });

  await lin.page.goto(`/r/${groupId}/m/${asked}`);
  await lin.use(lin.message("Milk"), "Reply in thread");
  const thread = lin.page.getByRole("complementary", { name: "Thread" });
  const reply = thread.getByRole("textbox", { name: "Reply" });
  await lin.give("drop", thread, { name: "list.txt", type: "text/plain", bytes: Buffer.from("oat milk") });
  await expect(thread.getByRole("button", { name: "Remove list.txt" })).toBeVisible();
  await lin.page.screenshot({ path: info.outputPath("thread.png") });
  await reply.fill("It is on the list");
  await reply.press("Enter");
  await expect(thread.getByRole("button", { name: "Download list.txt" })).toBeVisible();
  await expect(lin.room(groupName).getByRole("img", { name: "1 mention" })).toHaveCount(0);
});

test("what concerns somebody stands in two lists, live, and leads to its place", async ({
  browser,
  api,
}, info) => {
  const { ada: a, lin: l, groupId } = await gather(api);
  const lin = await Person.signedIn(browser, l);
  const activity = lin.page.getByRole("navigation", { name: "Activity" });
  await activity.getByRole("link", { name: "Mentions" }).click();
  await expect(lin.page.getByText("Nobody has mentioned you yet.")).toBeVisible();
  const asked = await api.send(a, groupId, `Milk, @${l.username}?`);
  const mention = lin.page.getByRole("list", { name: "Mentions" }).getByRole("link");
  await expect(mention).toContainText(`Milk, @${l.displayName}?`);
  await expect(activity.getByRole("img", { name: "1 unread" })).toBeVisible();
  await lin.page.screenshot({ path: info.outputPath("mentions.png") });
  await mention.click();
  await expect(lin.message("Milk")).toBeVisible();
  await expect(activity.getByRole("img", { name: "1 unread" })).toHaveCount(0);

  await activity.getByRole("link", { name: "Threads" }).click();
  await expect(lin.page.getByText("You follow no thread yet.")).toBeVisible();
  await api.send(l, groupId, "It is on the list", asked);
  await api.send(a, groupId, "Thank you", asked);
  const thread = lin.page.getByRole("list", { name: "Threads" }).getByRole("link");
  await expect(thread).toContainText("2 replies");
  await expect(thread.getByLabel("1 unread")).toBeVisible();
  await expect(activity.getByRole("img", { name: "1 unread thread" })).toBeVisible();
  await lin.page.screenshot({ path: info.outputPath("threads.png") });
  await thread.click();
  const panel = lin.page.getByRole("complementary", { name: "Thread" });
  await expect(panel.getByRole("article").filter({ hasText: "Thank you" })).toBeVisible();
  await expect(activity.getByRole("img", { name: "1 unread thread" })).toHaveCount(0);
});

test("a mention made after the list of mentions came and before the rooms did stands in the list", async ({
  browser,
  api,
}) => {
  const { ada: a, lin: l, groupId } = await gather(api);
  const lin = await Person.signedIn(browser, l);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await lin.page.route("**/graphql", async (route) => {
    if (route.request().postDataJSON().operationName === "Rooms") await held;
    await route.continue();
  });
  await lin.page.goto("/mentions");
  await expect(lin.page.getByText("Nobody has mentioned you yet.")).toBeVisible();
  await api.send(a, groupId, `Milk, @${l.username}?`);
  release();
  const mention = lin.page.getByRole("list", { name: "Mentions" }).getByRole("link");
  await expect(mention).toContainText(`Milk, @${l.displayName}?`);
});

test("a room marked unread stays so until it is opened again, and a draft shows", async ({
  browser,
  api,
}) => {
  const { lin: l, groupName } = await gather(api);
  const lin = await Person.signedIn(browser, l);
  await lin.room(groupName).click();
  await expect(lin.message("moth")).toBeVisible();
  await expect(lin.room(groupName).getByLabel("1 unread")).toHaveCount(0);
  await lin.use(lin.message("moth"), "More");
  await lin.page.getByRole("menuitem", { name: "Mark unread" }).click();
  await expect(lin.room(groupName).getByLabel("1 unread")).toBeVisible();
  await expect(lin.page.getByText("New", { exact: true })).toBeVisible();

  await lin.page.getByRole("textbox", { name: "Message" }).fill("I think");
  await lin.page.getByRole("link", { name: "Parley" }).click();
  await expect(lin.room(groupName).getByLabel("1 unread")).toBeVisible();
  await expect(lin.room(groupName)).toContainText("Draft: I think");
  await lin.room(groupName).click();
  await expect(lin.page.getByText("New", { exact: true })).toBeVisible();
  await expect(lin.room(groupName).getByLabel("1 unread")).toHaveCount(0);
});
