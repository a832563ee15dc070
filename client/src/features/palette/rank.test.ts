import { expect, test } from "vitest";
import { rank } from "./rank";

const labels = (text: string, ...names: string[]) =>
  rank(
    names.map((label) => ({ label })),
    text,
  ).map(({ label }) => label);

test("without a word all stay in their order", () => {
  expect(labels(" ", "Design", "Ada")).toEqual(["Design", "Ada"]);
});

test("what begins with the text stands before what has it further on", () => {
  expect(labels("de", "Product design", "Design", "Random")).toEqual(["Design", "Product design"]);
});

test("accents, case and the order of words do not matter", () => {
  expect(labels("baptiste mae", "Maëlle Baptiste", "Milo Jansen")).toEqual(["Maëlle Baptiste"]);
});

test("marks that mean something to a search are taken as they are", () => {
  expect(labels("(a+)+$", "(a+)+$", "aaa")).toEqual(["(a+)+$"]);
  expect(labels("c++", "Talk about C++", "C")).toEqual(["Talk about C++"]);
});
