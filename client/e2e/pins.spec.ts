import { Person } from "./person";
import { gather } from "./team";
import { expect, test } from "./test";

test("what one pins is pinned for the other at once; a report reaches the owner, who resolves it", async ({
  browser,
  api,
}) => {
  const team = await gather(api);
  const [ada, lin] = await Promise.all([
    Person.signedIn(browser, team.ada),
    Person.signedIn(browser, team.lin),
  ]);
  await Promise.all([ada.page.goto(`/rooms/${team.groupId}`), lin.page.goto(`/rooms/${team.groupId}`)]);
  await lin.page.getByRole("button", { name: "Room details" }).click();
  await expect(lin.page.getByText("Nothing is pinned yet.")).toBeVisible();

  await ada.use(ada.message("The kettle is on."), "More");
  await ada.page.getByRole("menuitem", { name: "Pin", exact: true }).click();
  const pinned = lin.page.getByRole("list", { name: "Pinned messages" });
  await expect(pinned).toContainText("Pinned by Ada Lovelace");
  await pinned.getByRole("button", { name: "The kettle is on." }).click();
  await expect(lin.page).toHaveURL(/\/r\/\w+\/m\/\w+$/);
  await expect(lin.room(team.groupName)).toHaveAttribute("aria-current", "page");
  await expect(lin.message("The kettle is on.")).toBeVisible();

  await lin.use(lin.message("moth"), "More");
  await expect(lin.page.getByRole("menuitem", { name: "Pin", exact: true })).toHaveCount(0);
  await lin.page.getByRole("menuitem", { name: "Report message" }).click();
  await lin.page.getByRole("textbox", { name: "What is wrong with it?" }).fill("Moths are off topic");
  await lin.page.getByRole("button", { name: "Report", exact: true }).click();
  await expect(lin.page.getByText("Thank you.")).toBeVisible();

  await expect(lin.page.getByRole("button", { name: "1 report" })).toHaveCount(0);
  await ada.page.getByRole("button", { name: "1 report" }).click();
  const reports = ada.page.getByRole("list", { name: "Reports" });
  await expect(reports).toContainText("Moths are off topic");
  await expect(reports).toContainText("Reported by Lin Lanying");
  await reports.getByRole("button", { name: "Show message" }).click();
  await expect(ada.page).toHaveURL(/\/r\/\w+\/m\/\w+$/);
  await expect(ada.page.getByRole("button", { name: "1 report" })).toBeVisible();
  await ada.page.keyboard.press("Control+k");
  await ada.page.getByPlaceholder("Find or jump to…").fill("reports");
  await ada.page.getByRole("option", { name: `Reports in ${team.groupName}` }).click();
  await reports.getByRole("button", { name: "Resolve: Moths are off topic" }).click();
  await expect(ada.page.getByText("Nothing is reported")).toBeVisible();
  await ada.page.getByRole("button", { name: "Back to the details" }).click();
  await expect(ada.page.getByRole("button", { name: "Reports" })).toBeFocused();
  await ada.page.getByRole("button", { name: "Audit log" }).click();
  await expect(ada.page.getByRole("button", { name: "Back to the details" })).toBeFocused();
  const acts = ada.page.getByRole("region", { name: "Today" }).getByRole("listitem");
  await expect(acts).toContainText([
    "You resolved a report.",
    "Lin Lanying reported a message of Grace Hopper: “Moths are off topic”.",
    "You pinned a message.",
  ]);
  await api.run(
    "mutation Topic($input: UpdateRoomInput!) { updateRoom(input: $input) { id } }",
    { input: { roomId: team.groupId, topic: "Moths" } },
    team.ada.token,
  );
  await expect(acts.first()).toContainText("You set the topic to “Moths”."); // while the log is open
  await expect(acts).toHaveCount(4);
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.getByRole("button", { name: /report/ })).toHaveCount(0);

  await ada.use(ada.message("The kettle is on."), "More");
  await ada.page.getByRole("menuitem", { name: "Unpin" }).click();
  await ada.page.getByRole("button", { name: "Room details" }).click();
  await expect(ada.page.getByText("Nothing is pinned yet.")).toBeVisible();
});

test("a block, from the details of the room, keeps both from writing alone until it is taken back in the settings", async ({
  browser,
  api,
}) => {
  const team = await gather(api);
  const ada = await Person.signedIn(browser, team.ada);
  await ada.page.goto(`/rooms/${team.directId}`);
  await ada.page.getByRole("button", { name: "Room details" }).click();
  await ada.page.getByRole("button", { name: "Block", exact: true }).click();
  await expect(ada.page.getByText("You blocked Lin Lanying.")).toBeVisible();
  await expect(api.send(team.lin, team.directId, "Hello?")).rejects.toThrow("FORBIDDEN");

  await ada.page.goto("/settings");
  const blocked = ada.page.getByRole("list", { name: "Blocked people" });
  await expect(blocked.getByRole("listitem")).toContainText("Lin Lanying");
  await blocked.getByRole("button", { name: "Unblock Lin Lanying" }).click();
  await expect(ada.page.getByText("You have blocked nobody.")).toBeVisible();
  await api.send(team.lin, team.directId, "Hello again");
  await expect(ada.room("Lin Lanying")).toContainText("Hello again");
});
