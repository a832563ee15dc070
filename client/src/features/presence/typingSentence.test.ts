import { expect, test } from "vitest";
import { typingSentence } from "./typingSentence";

test.each([
  [[], ""],
  [["Ada"], "Ada is typing…"],
  [["Ada", "Lin"], "Ada and Lin are typing…"],
  [["Ada", "Lin", "Grace"], "Ada, Lin, and Grace are typing…"],
  [["Ada", "Lin", "Grace", "Mary"], "Several people are typing…"],
])("%j: %s", (names, sentence) => {
  expect(typingSentence(names)).toBe(sentence);
});
