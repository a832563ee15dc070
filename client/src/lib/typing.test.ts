import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Typing } from "./typing";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("typing ends by itself after six seconds, counted from the last word of it", () => {
  const typing = new Typing();
  typing.set("room", "lin", true);
  vi.advanceTimersByTime(5_000);
  typing.set("room", "lin", true);
  vi.advanceTimersByTime(5_999);
  expect(typing.state.get().room).toEqual(["lin"]);
  vi.advanceTimersByTime(1);
  expect(typing.state.get().room).toEqual([]);
});

test("typing ends at once when it is said to", () => {
  const typing = new Typing();
  typing.set("room", "lin", true);
  typing.set("room", "lin", false);
  expect(typing.state.get().room).toEqual([]);
});
