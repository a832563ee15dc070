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
