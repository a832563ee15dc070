import { Person } from "./person";
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
