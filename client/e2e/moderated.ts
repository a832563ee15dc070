import type { Api } from "./api";
import type { Team } from "./team";

export interface Moderated {
  /** A group of Grace's in slow mode, with Ada as a plain member. */
  calmId: string;
  /** Of an invite into it. */
  code: string;
}

/** What there is to moderate: a report in the group that Ada owns, and a group where she is only a member. */
export async function moderate(api: Api, { ada, lin, grace, groupId }: Team): Promise<Moderated> {
  const messageId = await api.send(grace, groupId, "Buy cheap watches");
  const report = 'mutation Report($id: ID!) { reportMessage(messageId: $id, reason: "Spam") }';
  await api.run(report, { id: messageId }, lin.token);
  const calmId = await api.createGroup(grace, "Calm room", [ada]);
  const slow = "mutation Slow($input: UpdateRoomInput!) { updateRoom(input: $input) { id } }";
  await api.run(slow, { input: { roomId: calmId, slowModeSeconds: 300 } }, grace.token);
  const invite = "mutation Invite($input: CreateInviteInput!) { createInvite(input: $input) { code } }";
  const { createInvite } = await api.run<{ createInvite: { code: string } }>(
    invite,
    { input: { roomId: calmId } },
    grace.token,
  );
  return { calmId, code: createInvite.code };
}
