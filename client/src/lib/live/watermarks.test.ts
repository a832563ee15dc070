import { expect, test, vi } from "vitest";
import { Watermarks } from "./watermarks";

/** Reports that succeed or fail as one says; `settled` waits until the last one is known to. */
function line() {
  const said: [string, number][] = [];
  let isUp = true;
  const marks = new Watermarks(async (roomId, seq) => {
    said.push([roomId, seq]);
    if (!isUp) throw new Error("The line is down.");
  });
  const up = (is: boolean) => {
    isUp = is;
  };
  return { marks, said, up };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

test("a mark that failed is said again when the line is up, and then no more", async () => {
  const { marks, said, up } = line();
  up(false);
  marks.reach("tea", 3);
  marks.flush();
  await settled();
  up(true);
  for (let time = 0; time < 2; time++) {
    marks.sayAgain();
    marks.flush();
    await settled();
  }
  expect(said).toEqual([
    ["tea", 3],
    ["tea", 3],
  ]);
});

test("what is further on by then is said instead, and what is marked unread not at all", async () => {
  const { marks, said, up } = line();
  up(false);
  for (const room of ["tea", "coffee"]) marks.reach(room, 3);
  marks.flush();
  await settled();
  up(true);
  said.length = 0;
  marks.reach("tea", 5);
  marks.forget("coffee");
  marks.sayAgain();
  marks.flush();
  await settled();
  expect(said).toEqual([["tea", 5]]);
});

test("a mark only ever moves forward", () => {
  const report = vi.fn(async () => undefined);
  const marks = new Watermarks(report);
  for (const seq of [3, 2, 3]) {
    marks.reach("tea", seq);
    marks.flush();
  }
  expect(report.mock.calls).toEqual([["tea", 3]]);
});
