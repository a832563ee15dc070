import type { Worker } from "@playwright/test";
import { Person } from "./person";
import { gather } from "./team";
import { expect, test } from "./test";

test("who asked is notified while the window is not in front, and no longer once it is read elsewhere", async ({
  browser,
  api,
}) => {
  const team = await gather(api);
  const [desk, phone] = await Promise.all([
    Person.signedIn(browser, team.ada, { permissions: ["notifications"] }),
    Person.signedIn(browser, team.ada, { viewport: { width: 390, height: 844 } }),
  ]);
  await desk.page.addInitScript(() => {
    document.hasFocus = () => false;
    const shown: { title: string; body?: string; closed: boolean }[] = [];
    Object.assign(window, { shown });
    window.Notification = class extends EventTarget {
      static permission = "granted";
      static requestPermission = async () => "granted";
      onclick: unknown;
      readonly #entry;
      constructor(title: string, { body }: NotificationOptions = {}) {
        super();
        this.#entry = { title, body, closed: false };
        shown.push(this.#entry);
      }
      close() {
        this.#entry.closed = true;
      }
    } as unknown as typeof Notification;
  });
  const shown = () =>
    desk.page.evaluate(() => (window as unknown as { shown: { title: string; closed: boolean }[] }).shown);

  await desk.page.goto("/settings");
  await expect(desk.page.getByRole("radio", { name: "Nothing" })).toBeChecked();
  await api.send(team.lin, team.directId, "Before anyone asked");
  await expect(desk.room("Lin Lanying")).toContainText("Before anyone asked");
  expect(await shown()).toEqual([]);

  await desk.page.getByRole("radio", { name: "Direct messages and mentions" }).check();
  await api.send(team.grace, team.groupId, "For nobody in particular");
  await expect(desk.room(team.groupName)).toContainText("For nobody in particular");
  await api.send(team.lin, team.directId, "Are you *there*?");
  await expect.poll(shown).toMatchObject([{ title: "Lin Lanying", body: "Are you there?", closed: false }]);
  await expect(desk.page.locator('link[rel="icon"]')).toHaveAttribute("href", "/favicon-mention.svg");

  await phone.page.goto(`/rooms/${team.directId}`);
  await phone.page.bringToFront();
  await expect(phone.message("Are you there?")).toBeVisible();
  await expect.poll(shown).toMatchObject([{ title: "Lin Lanying", closed: true }]);
});

test("installs, opens without a network, and keeps nothing of the API", async ({ browser, api }) => {
  const account = await api.register("Ada");
  const { page } = await Person.signedIn(browser, account);
  const manifest = await (await page.request.get("/manifest.json")).json();
  for (const { src } of manifest.icons) expect((await page.request.get(src)).ok(), src).toBe(true);

  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state !== "activated")
      await new Promise<void>((done) =>
        active?.addEventListener("statechange", () => active.state === "activated" && done()),
      );
  });
  await page.reload();
  await expect(page.getByRole("button", { name: "Account", exact: true })).toBeVisible();
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain("/");
  expect(kept.filter((path) => path !== "/" && !path.startsWith("/assets/"))).toEqual([]);

  await page.context().setOffline(true);
  await page.keyboard.press("Control+,");
  await expect(page.getByLabel("Your name")).toBeVisible(); // a part that was never opened before
  await page.goto("/discover");
  await expect(page.getByText("Parley cannot be reached.")).toBeVisible();
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Discover groups" })).toBeVisible();
});

test("a push shows a notification while no window is open, and one of reading elsewhere takes it back", async ({
  browser,
  api,
}) => {
  const account = await api.register("Ada");
  const { page } = await Person.signedIn(browser, account, { permissions: ["notifications"] });
  await page.evaluate(() => navigator.serviceWorker.ready);
  const origin = new URL(page.url()).origin;
  const worker = page.context().serviceWorkers()[0];
  if (!worker) throw new Error("There is no service worker.");

  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((found) => {
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL === `${origin}/`);
      if (own) found(own.registrationId);
    });
  });
  await devtools.send("ServiceWorker.enable");
  const registrationId = await registered;
  await page.goto("about:blank");
  const push = (notice: object) =>
    devtools.send("ServiceWorker.deliverPushMessage", {
      origin,
      registrationId,
      data: JSON.stringify(notice),
    });
  const shownAfter = await screenOf(worker);

  const message = { type: "message", roomId: "r1", title: "Lin", at: new Date().toISOString() };
  await push({ ...message, seq: 6, body: "Are you there?" });
  expect(await shownAfter(1)).toEqual([{ title: "Lin", body: "Are you there?" }]);
  await push({ ...message, seq: 7, body: "Hello?" });
  expect(await shownAfter(2)).toEqual([{ title: "Lin", body: "Hello?" }]);
  await push({ type: "read", roomId: "r1", seq: 6 });
  expect(await shownAfter(3)).toHaveLength(1);
  await push({ ...message, roomId: "r2", seq: 1, title: "Grace", body: "A moth!" });
  expect(await shownAfter(4)).toHaveLength(2);
  await push({ type: "read", roomId: "r1", seq: 7 });
  expect(await shownAfter(5)).toEqual([{ title: "Grace", body: "A moth!" }]);
});

interface Screen {
  registration: ServiceWorkerRegistration;
  done: number;
}

/** What the worker shows, once it has done with so many pushes: nobody looks while it is about to show something. */
async function screenOf(worker: Worker) {
  await worker.evaluate(() => {
    const screen = globalThis as unknown as Screen;
    const { registration } = screen;
    screen.done = 0;
    const counted =
      <TAsked extends unknown[], TAnswer>(work: (...asked: TAsked) => Promise<TAnswer>) =>
      async (...asked: TAsked) => {
        const answer = await work.apply(registration, asked);
        screen.done += 1;
        return answer;
      };
    registration.showNotification = counted(registration.showNotification);
    registration.getNotifications = counted(registration.getNotifications);
  });
  return async (pushes: number) => {
    await expect.poll(() => worker.evaluate(() => (globalThis as unknown as Screen).done)).toBe(pushes);
    return worker.evaluate(async () => {
      const { registration } = globalThis as unknown as Screen;
      const shown = await ServiceWorkerRegistration.prototype.getNotifications.call(registration);
      return shown.map(({ title, body }) => ({ title, body }));
    });
  };
}
