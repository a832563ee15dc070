import { Person } from "./person";
import { expect, test } from "./test";

test("what one owner does with links and reports, the other's open page shows", async ({ browser, api }) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.createGroup(a, "Engine room", [l]);
  const promote =
    "mutation($room: ID!, $user: ID!) { setMemberRole(roomId: $room, userId: $user, role: OWNER) { role } }";
  await api.run(promote, { room: roomId, user: l.id }, a.token);
  const messageId = await api.send(l, roomId, "Buy cheap watches");
  const ada = await Person.signedIn(browser, a);
  await ada.page.goto(`/rooms/${roomId}`);
  await expect(ada.message("Buy cheap watches")).toBeVisible();
  await api.send(l, roomId, "Seen it?");
  await expect(ada.message("Seen it?")).toBeVisible(); // so the page hears what happens from here on

  await api.run(
    'mutation($id: ID!) { reportMessage(messageId: $id, reason: "Spam") }',
    { id: messageId },
    a.token,
  );
  await expect(ada.page.getByRole("button", { name: "1 report" })).toBeVisible();
  const ask = "query($room: ID!) { room(id: $room) { reports { id } } }";
  const { room } = await api.run<{ room: { reports: [{ id: string }] } }>(ask, { room: roomId }, l.token);
  await api.run("mutation($id: ID!) { closeReport(id: $id) }", { id: room.reports[0].id }, l.token);
  await expect(ada.page.getByRole("button", { name: "1 report" })).toBeHidden();

  await ada.page.getByRole("button", { name: "Room details" }).click();
  await ada.page.getByRole("button", { name: "Invite links" }).click();
  await expect(ada.page.getByText("No link is good now.")).toBeVisible();
  const make = "mutation($room: ID!) { createInvite(input: { roomId: $room }) { id } }";
  const made = await api.run<{ createInvite: { id: string } }>(make, { room: roomId }, l.token);
  await expect(ada.page.getByRole("textbox", { name: "Invite link" })).toBeVisible();
  await api.run("mutation($id: ID!) { revokeInvite(id: $id) }", { id: made.createInvite.id }, l.token);
  await expect(ada.page.getByText("No link is good now.")).toBeVisible();
});
