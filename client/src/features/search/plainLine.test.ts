import { expect, test } from "vitest";
import { plainLine } from "./plainLine";

const mentions = [{ username: "lin.q", displayName: "Lin Q" }];

/** The words of `found` in brackets, after the marks of the message are gone. */
function marked(content: string, ...found: string[]): string {
  const matches = found.map((word) => {
    const begin = content.indexOf(word);
    return { begin, end: begin + word.length };
  });
  const line = plainLine({ content, mentions }, matches);
  return line.matches.reduceRight(
    (text, { begin, end }) => `${text.slice(0, begin)}[${text.slice(begin, end)}]${text.slice(end)}`,
    line.text,
  );
}

test.each([
  ["**Done**, and `tested`", ["Done", "tested"], "[Done], and [tested]"],
  ["***all* of it** ~~gone~~", ["of it", "gone"], "all [of it] [gone]"],
  ["> quoted\n## and   an answer", ["an answer"], "quoted and [an answer]"],
  ["see [the plan](https://example.org/plan)", ["the plan"], "see [the plan]"],
  ["see [the plan](https://example.org/a)", ["example"], "see the plan"],
  ["a `b*c` *d*\n```ts\nlet e = 1\n```", ["b*c", "let e"], "a [b*c] d [let e] = 1"],
  ["half**way** there", ["lf**wa"], "ha[lfwa]y there"],
  ["  🫖 *tea*  ", ["tea"], "🫖 [tea]"],
  ["nothing to mark", [], "nothing to mark"],
])("%j with %j reads as %j", (content, found, line) => {
  expect(marked(content, ...found)).toBe(line);
});

test("who is mentioned stands by name, marked as a whole", () => {
  expect(marked("ask @lin.q and @nobody", "in")).toBe("ask [@Lin Q] and @nobody");
  expect(marked("ask @LIN.Q, **now**", "now")).toBe("ask @Lin Q, [now]");
});

test("of a long message only what lies around the first match is looked at", () => {
  const content = `${"*a* ".repeat(1_000)}**tea**${" b".repeat(2_000)}`;
  const { text, matches } = plainLine({ content, mentions }, [{ begin: 4_002, end: 4_005 }]);
  expect(text.length).toBeLessThan(1_500);
  expect(text.slice(matches[0]?.begin, matches[0]?.end)).toBe("tea");
});
