import { expect, test } from "vitest";
import { namedText } from "./namedText";

const mentions = [
  { username: "lin", displayName: "Lin Q" },
  { username: "lin.q", displayName: "Another" },
];

test.each([
  ["hi @lin, **so**", "hi @Lin Q, so"],
  ["hi @LIN", "hi @Lin Q"],
  ["hi @lin.q and @nobody", "hi @Another and @nobody"],
  ["so says @lin.", "so says @Lin Q."],
  ["@all: me@lin.org", "@all: me@lin.org"],
])("%j in a line", (content, line) => {
  expect(namedText({ content, mentions })).toBe(line);
});
