import { expect, test } from "vitest";
import type { MessageStateFragment } from "~/gql/graphql";
import { Arrivals } from "./arrivals";

const message = (roomId: string, seq: number) => ({ roomId, seq }) as MessageStateFragment;

test("a message that comes twice, or late, arrives once", () => {
  const arrivals = new Arrivals();
  const heard: string[] = [];
  arrivals.listen(({ roomId, seq }) => heard.push(`${roomId} ${seq}`));
  for (const [roomId, seq] of [
    ["tea", 1],
    ["tea", 1],
    ["tea", 3],
    ["tea", 2],
    ["work", 1],
  ] as const)
    arrivals.tell(message(roomId, seq));
  expect(heard).toEqual(["tea 1", "tea 3", "work 1"]);
});

test("who no longer listens hears nothing", () => {
  const arrivals = new Arrivals();
  const heard: number[] = [];
  const stop = arrivals.listen(({ seq }) => heard.push(seq));
  stop();
  arrivals.tell(message("tea", 1));
  expect(heard).toEqual([]);
});
