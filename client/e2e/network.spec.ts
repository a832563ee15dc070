import { Person } from "./person";
import { expect, test } from "./test";

test("what was said while the line was down is there once it is back, once", async ({ browser, api }) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  const said = await api.send(a, roomId, "before");
  const lin = await Person.arrive(browser);
  const line = await interruptible(lin);
  await lin.page.goto("/sign-in");
  await lin.page.getByLabel("Username or email").fill(l.username);
  await lin.page.getByLabel("Password", { exact: true }).fill(l.password);
  await lin.page.getByRole("button", { name: "Sign in" }).click();
  await lin.room("Ada").click();
  await expect(lin.message("before")).toBeVisible();

  await line.cut();
  await expect(lin.banner).toBeVisible();
  await api.send(a, roomId, "meanwhile one");
  await api.send(a, roomId, "meanwhile two");
  line.mend();
  await expect(lin.message("meanwhile two")).toBeVisible({ timeout: 30_000 });
  await expect(lin.banner).toBeHidden();
  await api.send(a, roomId, "after");
  await expect(lin.message("after")).toBeVisible();
  await expect(lin.messages).toHaveCount(4);

  await lin.page.getByRole("button", { name: "Room details" }).click();
  await expect(lin.page.getByText("Nothing is pinned yet.")).toBeVisible();
  await line.cut();
  await expect(lin.banner).toBeVisible();
  await api.run("mutation Pin($id: ID!) { pinMessage(messageId: $id) { id } }", { id: said }, a.token);
  line.mend();
  await expect(lin.page.getByRole("list", { name: "Pinned messages" })).toContainText("before", {
    timeout: 30_000,
  });
});

test("what is written offline survives a reload and is sent once, in order", async ({ browser, api }) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  const ada = await Person.signedIn(browser, a);
  await ada.page.goto(`/rooms/${roomId}`);
  await expect(ada.page.getByRole("textbox", { name: "Message" })).toBeVisible();

  const isSend = (body: string | null) => Boolean(body?.includes("SendMessage"));
  await ada.page.route("**/graphql", (route) =>
    isSend(route.request().postData()) ? route.abort("connectionfailed") : route.continue(),
  );
  for (const content of ["first", "second", "third"]) await ada.write(content);
  await expect(ada.page.getByRole("img", { name: "Sending" })).toHaveCount(3);
  await ada.page.reload();
  await expect(ada.messages).toHaveText([/first/, /second/, /third/]);
  await expect(ada.page.getByRole("img", { name: "Sending" })).toHaveCount(3);

  await ada.page.unroute("**/graphql");
  await ada.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(ada.page.getByRole("img", { name: /Sent|Delivered|Read/ })).toHaveCount(3);
  await expect(ada.messages).toHaveText([/first/, /second/, /third/]);

  const lin = await Person.signedIn(browser, l);
  await lin.page.goto(`/rooms/${roomId}`);
  await expect(lin.messages).toHaveText([/first/, /second/, /third/]);
});

test("a phone without a network says so, and goes on when it has one again", async ({ browser, api }) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  const lin = await Person.signedIn(browser, l, { viewport: { width: 390, height: 844 } });
  await lin.page.goto(`/rooms/${roomId}`);
  await api.send(a, roomId, "before");
  await expect(lin.message("before")).toBeVisible();
  await lin.page.context().setOffline(true);
  await expect(lin.banner).toBeVisible();
  await lin.write("from the tunnel");
  await expect(lin.page.getByRole("img", { name: "Sending" })).toHaveCount(1);
  await lin.page.context().setOffline(false);
  await expect(lin.banner).toBeHidden();
  await expect(lin.page.getByRole("img", { name: /Sent|Delivered|Read/ })).toHaveCount(1);
});

/** Lets a test cut the live line of a page, and let it be set up again. */
async function interruptible(person: Person) {
  let isCut = false;
  let close = () => {};
  await person.page.routeWebSocket("**/graphql", (socket) => {
    if (isCut) return void socket.close({ code: 1012 });
    socket.connectToServer();
    close = () => void socket.close({ code: 1012 });
  });
  return {
    cut: async () => {
      isCut = true;
      close();
    },
    mend: () => {
      isCut = false;
    },
  };
}

test("a screen that is still on its way says so", async ({ browser, api }) => {
  const ada = await Person.signedIn(browser, await api.register("Ada"), { serviceWorkers: "block" });
  const { page } = ada;
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(/\/assets\/SettingsRoute-.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/settings");
  await expect(page.getByLabel("Loading the page")).toBeVisible();
  letGo();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await expect(page.getByLabel("Loading the page")).toBeHidden();
});
