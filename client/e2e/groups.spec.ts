import { Person } from "./person";
import { RED } from "./pictures";
import { gather } from "./team";
import { expect, test } from "./test";

test("roles: an owner makes an admin, who edits and removes; the last owner cannot just leave", async ({
  browser,
  api,
}) => {
  const team = await gather(api);
  const [ada, lin, grace] = await Promise.all([
    Person.signedIn(browser, team.ada),
    Person.signedIn(browser, team.lin),
    Person.signedIn(browser, team.grace),
  ]);
  for (const { page } of [ada, lin, grace]) {
    await page.goto(`/rooms/${team.groupId}`);
    await page.getByRole("button", { name: "Room details" }).click();
    await expect(page.getByRole("list", { name: "Members" }).getByRole("listitem")).toHaveCount(3);
  }
  await expect(lin.page.getByRole("button", { name: "Edit group" })).toHaveCount(0);

  await ada.page.getByRole("button", { name: "Manage Lin Lanying" }).click();
  await ada.page.getByRole("menuitem", { name: "Make admin" }).click();
  await lin.page.getByRole("button", { name: "Edit group" }).click();
  const picture = lin.page.getByRole("group", { name: "Picture of the group" });
  const red = { name: "red.png", type: "image/png", bytes: RED };
  await lin.choose(picture.getByRole("button", { name: "Choose a picture" }), red);
  await picture.getByRole("button", { name: "Use this picture" }).click();
  await expect(ada.room(team.groupName).locator("img")).toHaveJSProperty("complete", true);
  await lin.page.getByRole("textbox", { name: "Topic" }).fill("Mind the kettle");
  await lin.page.getByRole("button", { name: "Save" }).click();
  await expect(ada.page.getByText("Mind the kettle").first()).toBeVisible();

  await lin.page.getByRole("button", { name: "Manage Grace Hopper" }).click();
  await lin.page.getByRole("menuitem", { name: "Remove from the group" }).click();
  await expect(grace.room(team.groupName)).toHaveCount(0);
  await expect(ada.page.getByRole("list", { name: "Members" }).getByRole("listitem")).toHaveCount(2);

  await ada.page.getByRole("button", { name: "Leave group" }).click();
  await expect(ada.page.getByText("You are the only owner.")).toBeVisible();
  await expect(ada.page.getByRole("button", { name: "Leave", exact: true })).toBeDisabled();
  await ada.page.getByRole("button", { name: "Manage Lin Lanying" }).click();
  await ada.page.getByRole("menuitem", { name: "Make owner" }).click();
  await ada.page.getByRole("button", { name: "Leave", exact: true }).click();
  await expect(ada.room(team.groupName)).toHaveCount(0);
  await expect(lin.page.getByRole("list", { name: "Members" }).getByRole("listitem")).toHaveCount(1);
});

test("a muted room counts quietly, on every device", async ({ browser, api }) => {
  const team = await gather(api);
  const [desk, phone] = await Promise.all([
    Person.signedIn(browser, team.ada),
    Person.signedIn(browser, team.ada, { viewport: { width: 390, height: 844 }, hasTouch: true }),
  ]);
  await desk.page.goto(`/rooms/${team.directId}`);
  await desk.page.getByRole("button", { name: "Room details" }).click();
  await desk.page.getByRole("switch", { name: "Mute" }).click({ force: true });
  await expect(phone.room("Lin Lanying").getByRole("img", { name: "Muted" })).toBeVisible();
  await desk.page.goto("/settings");
  await expect(desk.page).toHaveTitle("• Parley"); // the two of the group
  await api.send(team.lin, team.directId, "Quietly");
  await expect(phone.room("Lin Lanying")).toContainText("Quietly");
  await expect(phone.page).toHaveTitle("• Parley"); // and nothing of the muted room
});
