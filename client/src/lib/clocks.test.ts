import { expect, test } from "vitest";
import { Clocks } from "./clocks";

function opened(clock: number): Clocks {
  const clocks = new Clocks();
  clocks.start("room", clock);
  return clocks;
}

test("catching up starts after the last change before a hole", () => {
  const clocks = opened(5);
  clocks.saw("room", 6);
  clocks.saw("room", 8);
  clocks.saw("room", 9);
  expect(clocks.since()).toEqual([{ roomId: "room", clock: 6 }]);
  clocks.saw("room", 7);
  expect(clocks.since()).toEqual([{ roomId: "room", clock: 9 }]);
});

test("having caught up closes the holes before, and keeps what came live meanwhile", () => {
  const clocks = opened(5);
  clocks.saw("room", 7);
  clocks.saw("room", 11);
  clocks.caughtUp("room", 10);
  expect(clocks.since()).toEqual([{ roomId: "room", clock: 10 }]);
  clocks.saw("room", 11);
  expect(clocks.since()).toEqual([{ roomId: "room", clock: 11 }]);
});

test("a room that is loaded again keeps the clock it had: its timeline is no newer", () => {
  const clocks = opened(5);
  clocks.start("room", 9);
  expect(clocks.since()).toEqual([{ roomId: "room", clock: 5 }]);
});
