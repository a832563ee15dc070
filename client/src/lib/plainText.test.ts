import { expect, test } from "vitest";
import { plainText } from "./plainText";

test.each([
  ["**Done**, and `tested`", "Done, and tested"],
  ["```python\nprint(1)\n```", "print(1)"],
  ["> quoted\nand an answer", "quoted and an answer"],
  ["snake_case stays", "snake_case stays"],
  ["  \n ", ""],
])("%j reads as %j", (content, text) => {
  expect(plainText(content)).toBe(text);
});
