import type { Account, Api } from "./api";

/** A group and two direct rooms in which always the same is said, as Ada has read them, but for one. */
export async function furnish(api: Api): Promise<{ ada: Account; roomId: string }> {
  const [ada, lin, grace] = await Promise.all(
    ["Ada Lovelace", "Lin Lanying", "Grace Hopper"].map((name) => api.register(name)),
  );
  if (!ada || !lin || !grace) throw new Error("Somebody is missing.");
  const withLin = await api.openDirectRoom(ada, lin);
  await api.send(lin, withLin, "Have you seen the new engine?");
  await api.send(ada, withLin, "Only the drawings. It looks *splendid*.");
  const withGrace = await api.openDirectRoom(ada, grace);
  await api.send(grace, withGrace, "I found the moth.");
  const roomId = await api.createGroup(ada, "Tea room", [lin, grace]);
  await api.send(lin, roomId, "The kettle is on, in five minutes I **pour**.");
  await api.send(lin, roomId, "Who would like a cup?\n\n- Darjeeling\n- Assam, *strong*");
  const asked = await api.send(ada, roomId, "What is still missing?");
  await api.send(
    grace,
    roomId,
    "I am just descaling the other kettle:\n\n```py\nfor cup in cups:\n    cup.rinse()\n```",
  );
  await api.send(grace, roomId, "Milk, I would say.", asked);
  await api.send(lin, roomId, "And a second spoon.", asked);
  await api.react(lin, asked, "🫖");
  await api.react(grace, asked, "🫖");
  await api.send(ada, roomId, "Then I shall bring the milk.");
  await api.markRead(ada, roomId, 7);
  return { ada, roomId };
}
