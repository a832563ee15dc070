import emojis from "emojibase-data/en/compact.json";
import { expect, test } from "vitest";
import { COMMON } from "./common";
import { findEmoji } from "./findEmoji";

const labels = (query: string) => findEmoji(emojis, query).map(({ label }) => label);

test("the one of that name comes first, whatever else begins so", () => {
  expect(labels("fire")[0]).toBe("fire");
  expect(labels("Rocket")[0]).toBe("rocket");
  expect(labels("thumbs_up")[0]).toBe("thumbs up");
  expect(labels("cat")[0]).toBe("cat");
});

test("then those in whose name it begins a word, those used most before the others", () => {
  expect(labels("heart").slice(0, 4)).toEqual([
    "red heart",
    "smiling face with hearts",
    "smiling face with heart-eyes",
    "two hearts",
  ]);
  expect(labels("sun")[0]).toBe("sun");
  expect(labels("sun").indexOf("sunflower")).toBeLessThan(labels("sun").indexOf("umbrella on ground"));
});

test("then those that are also called so, and last those in which it only stands", () => {
  expect(labels("+1")).toEqual(["thumbs up"]);
  expect(labels("tada")[0]).toBe("party popper");
  const found = labels("art");
  expect(found.indexOf("artist palette")).toBeLessThan(found.indexOf("red heart"));
  expect(found).toContain("red heart");
});

test("every word has to be met", () => {
  expect(labels("red hea")[0]).toBe("red heart");
  expect(labels("red rocket")).toEqual([]);
  expect(labels(" ")).toEqual([]);
});

test("what is said to be common is an emoji, and said once", () => {
  const known = new Set(emojis.map(({ unicode }) => unicode.replaceAll("\u{fe0f}", "")));
  const common = COMMON.map((emoji) => emoji.replaceAll("\u{fe0f}", ""));
  expect(common.filter((emoji) => !known.has(emoji))).toEqual([]);
  expect(new Set(common).size).toBe(common.length);
});
