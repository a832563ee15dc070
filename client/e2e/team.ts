import { randomUUID } from "node:crypto";
import type { Account, Api } from "./api";

export interface Team {
  ada: Account;
  lin: Account;
  grace: Account;
  /** A public group of all three that Ada owns. */
  groupId: string;
  groupName: string;
  /** Ada and Lin. */
  directId: string;
}

/** Three people, a group and a direct room, with something said in each. */
export async function gather(api: Api): Promise<Team> {
  const [ada, lin, grace] = await Promise.all([
    api.register("Ada Lovelace"),
    api.register("Lin Lanying"),
    api.register("Grace Hopper"),
  ]);
  const groupName = `Tea room ${randomUUID().slice(0, 6)}`;
  const [groupId, directId] = await Promise.all([
    api.createGroup(ada, groupName, [lin, grace]),
    api.openDirectRoom(ada, lin),
  ]);
  await api.send(lin, groupId, "The kettle is on.");
  await api.send(grace, groupId, "Two minutes, I am just finding a moth.");
  await api.send(lin, directId, "Have you seen the new engine?");
  await api.send(ada, directId, "Only the drawings. It looks *splendid*.");
  return { ada, lin, grace, groupId, groupName, directId };
}
