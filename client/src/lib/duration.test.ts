import { expect, test } from "vitest";
import { inWords } from "./duration";

test.each([
  [0, "0 seconds"],
  [1, "1 second"],
  [60, "1 minute"],
  [90, "90 seconds"],
  [121, "3 minutes"],
  [3_600, "1 hour"],
  [21_600, "6 hours"],
  [604_800, "7 days"],
])("%i seconds are %s", (seconds, words) => {
  expect(inWords(seconds)).toBe(words);
});
