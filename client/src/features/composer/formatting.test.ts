import { describe, expect, test } from "vitest";
import { marked, markOf } from "./formatting";

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

/** What stands between the bars is chosen. */
function chosen(text: string) {
  const [from, to] = [text.indexOf("|"), text.lastIndexOf("|") - 1];
  return { text: text.replaceAll("|", ""), from, to };
}

describe("a mark around what is chosen", () => {
  test.each([
    ["a |word| here", "**", "a **|word|** here"],
    ["a **|word|** here", "**", "a |word| here"],
    ["a **|word|** here", "*", "a ***|word|*** here"],
    ["a ***|word|*** here", "*", "a **|word|** here"],
    ["||", "`", "`||`"],
  ])("%j with %j", (before, mark, after) => {
    expect(marked(chosen(before), mark)).toEqual(chosen(after));
  });

  test("is set with Ctrl or Cmd, and nothing else", () => {
    expect(markOf({ ...none, key: "b", ctrlKey: true })).toBe("**");
    expect(markOf({ ...none, key: "X", metaKey: true, shiftKey: true })).toBe("~~");
    expect(markOf({ ...none, key: "b" })).toBeNull();
    expect(markOf({ ...none, key: "k", ctrlKey: true })).toBeNull();
    expect(markOf({ ...none, key: "b", ctrlKey: true, altKey: true })).toBeNull();
  });
});
