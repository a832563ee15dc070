import { expect, test } from "vitest";
import { plainText } from "./plainText";

test.each([
  ["**Done**, and `tested`", "Done, and tested"],
  ["***all* of it** ~~gone~~ _now_", "all of it gone now"],
  ["```python\nprint(1)\n```", "print(1)"],
  ["`a*b*c` and *d*", "a*b*c and d"],
  ["> quoted\nand an answer", "quoted and an answer"],
  ["## Plan\n- tea", "Plan - tea"],
  ["see [the plan](https://example.org/a_b_c)", "see the plan"],
  ["snake_case_stays, and so does 2 * 3 * 4", "snake_case_stays, and so does 2 * 3 * 4"],
  ["@_ada_ and @lin__q, \\*so\\*", "@_ada_ and @lin__q, *so*"],
  ["  \n ", ""],
])("%j reads as %j", (content, text) => {
  expect(plainText(content)).toBe(text);
});
