import { Person } from "./person";
import { RED } from "./pictures";
import { expect, test } from "./test";

test("another name, another password, and signing other devices out", async ({ browser, api }) => {
  const account = await api.register("Ada");
  const [desk, phone] = await Promise.all([
    Person.signedIn(browser, account),
    Person.signedIn(browser, account, { viewport: { width: 390, height: 844 } }),
  ]);
  await desk.page.goto("/settings");
  await desk.page.getByLabel("Your name").fill("Countess Ada");
  await desk.page.getByRole("button", { name: "Save" }).click();
  await expect(desk.page.getByRole("button", { name: "Account", exact: true })).toContainText("Countess Ada");

  const sessions = desk.page.getByRole("list", { name: "Sessions" }).getByRole("listitem");
  await expect(sessions.first()).toContainText("This device");
  await expect(sessions).toHaveCount(3); // with the one that registered
  await desk.page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(sessions).toHaveCount(1);
  await expect(phone.page.getByRole("button", { name: "Sign in" })).toBeVisible({ timeout: 30_000 });

  await desk.page.getByLabel("Current password").fill("not my password");
  await desk.page.getByLabel("New password").fill("an entirely new one");
  await desk.page.getByRole("button", { name: "Change password" }).click();
  await expect(desk.page.getByLabel("Current password")).toHaveAttribute("data-invalid", "true");
  await desk.page.getByLabel("Current password").fill(account.password);
  await desk.page.getByRole("button", { name: "Change password" }).click();
  await expect(desk.page.getByText("Your password was changed.")).toBeVisible();
  await Person.signedIn(browser, { ...account, password: "an entirely new one" });
});

test("a picture of oneself is looked at before it is set, tried again, and taken away", async ({
  browser,
  api,
}) => {
  const ada = await Person.signedIn(browser, await api.register("Ada"));
  await ada.page.goto("/settings");
  const field = ada.page.getByRole("group", { name: "Your picture" });
  const picture = ada.page.getByRole("button", { name: "Account", exact: true }).locator("img");
  const choose = field.getByRole("button", { name: "Choose a picture" });

  await ada.choose(choose, { name: "notes.png", type: "image/png", bytes: Buffer.from("only words") });
  await field.getByRole("button", { name: "Use this picture" }).click();
  await expect(field.getByRole("alert")).toHaveText("This is not a picture.");

  await ada.choose(field.getByRole("button", { name: "Choose another" }), {
    name: "red.png",
    type: "image/png",
    bytes: RED,
  });
  await expect(field.locator("img")).toHaveAttribute("src", /^blob:/);
  await expect(picture).toHaveCount(0);
  await ada.page.route(/\/files(\/|$)/, (route) => route.abort(), { times: 1 });
  await field.getByRole("button", { name: "Use this picture" }).click();
  await expect(field.getByRole("alert")).toContainText("cannot be reached");
  await field.getByRole("button", { name: "Try again" }).click();
  await expect(field.getByText("The picture was changed.")).toBeVisible();
  await expect(picture).toHaveJSProperty("complete", true);

  await field.getByRole("button", { name: "Remove picture" }).click();
  await expect(field.getByText("The picture was removed.")).toBeVisible();
  await expect(picture).toHaveCount(0);
});

test("another's new name is on an open page at once, and on one's other devices", async ({
  browser,
  api,
}) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  await api.send(a, roomId, "Tea?");
  const [lin, phone] = await Promise.all([Person.signedIn(browser, l), Person.signedIn(browser, a)]);
  for (const { page } of [lin, phone]) await page.goto(`/rooms/${roomId}`);
  await Promise.all([lin, phone].map((person) => expect(person.message("Tea?")).toBeVisible()));
  await api.send(a, roomId, "Coffee?");
  await Promise.all([lin, phone].map((person) => expect(person.message("Coffee?")).toBeVisible())); // both are live
  const rename = 'mutation { updateProfile(input: { displayName: "Countess Ada" }) { id } }';
  await api.run(rename, {}, a.token);
  await expect(lin.room("Countess Ada")).toBeVisible();
  await expect(lin.page.getByRole("heading", { name: "Countess Ada" })).toBeVisible();
  await expect(phone.page.getByRole("button", { name: "Account", exact: true })).toContainText(
    "Countess Ada",
  );
});
