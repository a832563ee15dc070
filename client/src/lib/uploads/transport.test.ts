import { expect, test } from "vitest";
import { messageOf, refusalOf } from "~/lib/errors";
import { refusedBy } from "./transport";

test("what this server refuses is told in its words", () => {
  const body = JSON.stringify({
    error: { code: "BAD_INPUT", message: "4 bytes arrived; 5 were announced." },
  });
  expect(messageOf(refusedBy(400, body))).toBe("4 bytes arrived; 5 were announced.");
  expect(refusalOf(refusedBy(400, body))?.code).toBe("BAD_INPUT");
});

test.each([
  [403, "FORBIDDEN"],
  [413, "TOO_LARGE"],
  [500, "UNAVAILABLE"],
])("what a bucket refuses with %i alone is a %s", (status, code) => {
  expect(refusalOf(refusedBy(status, "<Error><Code>AccessDenied</Code></Error>"))?.code).toBe(code);
});

test("an answer that nobody foresaw still says its status", () => {
  expect(messageOf(refusedBy(507, ""))).toContain("(507)");
});
