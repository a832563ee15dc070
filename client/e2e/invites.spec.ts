import { Person } from "./person";
import { expect, test } from "./test";

test("an invite link: whoever has it signs in, sees the group, joins and writes; revoked, it is gone", async ({
  browser,
  api,
}) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.createGroup(a, "Engine room", []);
  const ada = await Person.signedIn(browser, a);
  await ada.page.goto(`/rooms/${roomId}`);
  await ada.page.getByRole("button", { name: "Room details" }).click();
  await ada.page.getByRole("button", { name: "Invite links" }).click();
  await ada.page.getByRole("combobox", { name: "Can be used" }).selectOption("5 times");
  await ada.page.getByRole("button", { name: "Make a link" }).click();
  const link = await ada.page.getByRole("textbox", { name: "Invite link" }).inputValue();

  const lin = await Person.arrive(browser);
  await lin.page.goto(link);
  await lin.page.getByLabel("Username or email").fill(l.username);
  await lin.page.getByLabel("Password", { exact: true }).fill(l.password);
  await lin.page.getByRole("button", { name: "Sign in" }).click();
  await expect(lin.page.getByRole("heading", { name: "Engine room" })).toBeVisible();
  await lin.page.getByRole("button", { name: "Join the group" }).click();
  await lin.write("Thank you for the link");
  await expect(ada.message("Thank you for the link")).toBeVisible();

  await ada.page.getByRole("button", { name: "Revoke" }).click();
  await expect(ada.page.getByText("No link is good now.")).toBeVisible();
  await lin.page.goto(link);
  await expect(lin.page.getByText("This invite is not good any more.")).toBeVisible();
});
