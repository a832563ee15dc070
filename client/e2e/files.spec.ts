import { Person } from "./person";
import { RED } from "./pictures";
import { silence } from "./sounds";
import { expect, test } from "./test";

test("files go by drop, by paste and by the button, and are there on the other side", async ({
  browser,
  api,
}, info) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  const [ada, lin] = await Promise.all([Person.signedIn(browser, a), Person.signedIn(browser, l)]);
  await Promise.all([ada.page.goto(`/rooms/${roomId}`), lin.page.goto(`/rooms/${roomId}`)]);
  const box = ada.page.getByRole("textbox", { name: "Message", exact: true });
  await expect(box).toBeVisible();

  await ada.give("drop", box, { name: "plan.txt", type: "text/plain", bytes: Buffer.from("one, two") });
  await ada.give("paste", box, { name: "red.png", type: "image/png", bytes: RED });
  await expect(ada.page.getByRole("button", { name: /^Remove / })).toHaveCount(2);
  await ada.page.getByRole("button", { name: "Remove plan.txt" }).click();
  const notes = { name: "notes.txt", type: "text/plain", bytes: Buffer.from("notes") };
  await ada.choose(ada.page.getByRole("button", { name: "Attach files" }), notes);
  await expect(ada.page.getByRole("button", { name: "Remove notes.txt" })).toBeVisible();
  await ada.page.getByRole("link", { name: "Discover groups" }).click();
  await ada.room("Lin").click();
  await expect(ada.page.getByRole("button", { name: /^Remove / })).toHaveCount(2); // what was not sent is kept
  await ada.write("Here they are");

  const message = lin.message("Here they are");
  await expect(message.getByRole("img", { name: "red.png" })).toHaveJSProperty("complete", true);
  await message.getByRole("button", { name: "Open red.png" }).click();
  await expect(lin.page.getByRole("dialog").getByRole("img", { name: "red.png" })).toBeVisible();
  await lin.page.keyboard.press("Escape");
  await ada.give("drop", box, { name: "tone.wav", type: "audio/wav", bytes: silence() });
  await expect(ada.page.getByRole("button", { name: "Remove tone.wav" })).toBeVisible();
  await ada.write("Listen");
  const sound = lin.message("Listen").getByLabel("Play tone.wav");
  await expect(sound).toHaveJSProperty("duration", 1);
  await lin.page.screenshot({ path: info.outputPath("files.png") });

  const download = lin.page.waitForEvent("download");
  await message.getByRole("button", { name: "Download notes.txt" }).click();
  expect((await download).suggestedFilename()).toBe("notes.txt");

  await lin.page.getByRole("button", { name: "Room details" }).click();
  await lin.page.getByRole("link", { name: "Shared files" }).click();
  await expect(lin.page.getByRole("list", { name: "Results" }).getByRole("listitem")).toHaveCount(2);
});

test("a file on its way shows how far it is, can be called back, and tried again", async ({
  browser,
  api,
}) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  const [ada, lin] = await Promise.all([Person.signedIn(browser, a), Person.signedIn(browser, l)]);
  await Promise.all([ada.page.goto(`/rooms/${roomId}`), lin.page.goto(`/rooms/${roomId}`)]);
  const { page } = ada;
  const box = page.getByRole("textbox", { name: "Message", exact: true });
  const give = (name: string) =>
    ada.give("drop", box, { name, type: "text/plain", bytes: Buffer.alloc(300_000, "tea ") });
  const progress = page.getByRole("progressbar", { name: "Sending slow.txt" });

  const network = await page.context().newCDPSession(page);
  const line = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 30_000 }; // bytes each second
  await network.send("Network.emulateNetworkConditions", line);
  await give("slow.txt");
  await expect(progress).toBeVisible();
  await expect.poll(async () => Number(await progress.getAttribute("aria-valuenow"))).toBeGreaterThan(10);
  const called = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/files"));
  await page.getByRole("button", { name: "Cancel slow.txt" }).click();
  expect((await called).failure()?.errorText).toBe("net::ERR_ABORTED");
  await expect(page.getByText("slow.txt")).toHaveCount(0);
  await network.send("Network.emulateNetworkConditions", { ...line, uploadThroughput: -1 });

  await page.route("**/files", (route) => route.abort("connectionfailed"));
  await give("plan.txt");
  await expect(page.getByRole("alert").filter({ hasText: "Parley cannot be reached." })).toBeVisible();
  await ada.write("The plan, at last");
  await expect(page.getByText("Not all files are there yet.")).toBeVisible();
  await page.unroute("**/files");
  await page.getByRole("button", { name: "Try plan.txt again" }).click();
  await expect(page.getByRole("button", { name: "Remove plan.txt" })).toBeVisible();
  await box.press("Enter");
  await expect(
    lin.message("The plan, at last").getByRole("button", { name: "Download plan.txt" }),
  ).toBeVisible();
  await expect(lin.messages).toHaveCount(1);
});

test("several pictures of one message stand side by side, and each opens", async ({ browser, api }) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  const ada = await Person.signedIn(browser, a);
  const { page } = ada;
  await page.goto(`/rooms/${roomId}`);
  const box = page.getByRole("textbox", { name: "Message", exact: true });
  await expect(box).toBeVisible();
  for (const name of ["one.png", "two.png"]) {
    await ada.give("paste", box, { name, type: "image/png", bytes: RED });
    await expect(page.getByRole("button", { name: `Remove ${name}` })).toBeVisible();
  }
  await ada.write("Both of them");

  const message = ada.message("Both of them");
  const places = async () => {
    const boxes = await message.getByRole("button", { name: /^Open / }).evaluateAll((buttons) =>
      buttons.map((button) => {
        const { x, y, width, height } = button.getBoundingClientRect();
        return { x: Math.round(x), y: Math.round(y), isSquare: Math.round(width) === Math.round(height) };
      }),
    );
    const [one, two] = boxes;
    return (
      one && two && { inOneRow: one.y === two.y, apart: two.x > one.x, square: one.isSquare && two.isSquare }
    );
  };
  await expect.poll(places).toEqual({ inOneRow: true, apart: true, square: true });
  await message.getByRole("button", { name: "Open two.png" }).click();
  await expect(page.getByRole("dialog").getByRole("img", { name: "two.png" })).toBeVisible();
});
