import { expect, test } from "vitest";
import { excerpt } from "./excerpt";

const marked = (content: string, ...ranges: [number, number][]) =>
  excerpt(
    content,
    ranges.map(([begin, end]) => ({ begin, end })),
  )
    .map(({ text, isMatch }) => (isMatch ? `[${text}]` : text))
    .join("");

test("marks what was found", () => {
  expect(marked("Darjeeling and Assam", [3, 7], [15, 20])).toBe("Dar[jeel]ing and [Assam]");
  expect(marked("nothing to mark")).toBe("nothing to mark");
});

test("counts code units, and cuts no character in half", () => {
  expect(marked("🫖 tea", [3, 6])).toBe("🫖 [tea]");
  expect(marked(`${"🫖".repeat(60)}tea`, [120, 123])).toBe(`…${"🫖".repeat(30)}[tea]`);
  expect(marked(`x${"🫖".repeat(60)}tea`, [121, 124])).toMatch(/^…🫖/);
});

test("shows the part of a long text in which something was found", () => {
  const long = `${"a ".repeat(200)}tea${" b".repeat(300)}`;
  expect(marked(long, [400, 403])).toMatch(/^…a .*\[tea\] b.*…$/);
});
