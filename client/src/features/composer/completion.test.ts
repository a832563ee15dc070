import { describe, expect, test } from "vitest";
import { askedAt, suggestEmoji, suggestPeople } from "./completion";

const people = [
  { username: "ada", displayName: "Ada Lovelace" },
  { username: "grace.h", displayName: "Grace Hopper" },
];
const emojis = [
  { unicode: "😄", label: "grinning face with smiling eyes", tags: ["smile"] },
  { unicode: "🚀", label: "rocket", tags: ["space"] },
];

describe("what the text before the caret asks for", () => {
  test.each([
    ["@", "person", ""],
    ["hello @gra", "person", "gra"],
    ["(@Ada", "person", "ada"],
    [":smi", "emoji", "smi"],
  ])("%j asks for a %s", (text, kind, query) => {
    expect(askedAt(text, text.length)).toMatchObject({ kind, query });
  });

  test.each(["me@example", "@ada ", "10:30", "a :", ":)"])("%j asks for nothing", (text) => {
    expect(askedAt(text, text.length)).toBeNull();
  });

  test("only what stands before the caret counts", () => {
    expect(askedAt("@ad and more", 3)).toEqual({ kind: "person", query: "ad", from: 0, to: 3 });
  });
});

test("people are found by username and by each of their names", () => {
  expect(suggestPeople(people, "hop").map(({ text }) => text)).toEqual(["@grace.h "]);
  expect(suggestPeople(people, "ada").map(({ text }) => text)).toEqual(["@ada "]);
  expect(suggestPeople(people, "").length).toBe(2);
});

test("each has a face in the list, but not those who are many", () => {
  const all = { username: "all", displayName: "Everyone" };
  const lin = { id: "5", username: "lin", displayName: "Lin", avatarUrl: "/lin.webp" };
  expect(suggestPeople([lin, all], "").map(({ person }) => person?.avatarUrl)).toEqual([
    "/lin.webp",
    undefined,
  ]);
});

test("emoji whose name begins so come first, those that only have to do with it last", () => {
  const found = suggestEmoji(
    [
      { unicode: "🤘", label: "sign of the horns", tags: ["rock"] },
      { unicode: "🪨", label: "big rock" },
      { unicode: "🚀", label: "rocket" },
    ],
    "rock",
  );
  expect(found.map(({ key }) => key)).toEqual(["🚀", "🪨", "🤘"]);
});

test("emoji are found by their names", () => {
  expect(suggestEmoji(emojis, "smile").map(({ key }) => key)).toEqual(["😄"]);
  expect(suggestEmoji(emojis, "rock").map(({ key }) => key)).toEqual(["🚀"]);
});
