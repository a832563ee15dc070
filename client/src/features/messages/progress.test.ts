import { expect, test } from "vitest";
import { progressOf } from "./progress";

const at = (deliveredSeq: number, readSeq: number) => ({ deliveredSeq, readSeq });

test("a message has got as far as it got with everyone", () => {
  expect(progressOf(5, [at(5, 5), at(5, 5)])).toBe("read");
  expect(progressOf(5, [at(5, 5), at(5, 4)])).toBe("delivered");
  expect(progressOf(5, [at(5, 5), at(4, 4)])).toBe("sent");
});

test("with nobody else in the room it is only sent", () => {
  expect(progressOf(5, [])).toBe("sent");
});
