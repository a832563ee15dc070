import { expect, test } from "vitest";
import type { RoomMemberFragment } from "~/gql/graphql";
import { marksOf, progressOf } from "./progress";

const member = (id: string, deliveredSeq: number, readSeq: number) =>
  ({ deliveredSeq, readSeq, user: { id } }) as unknown as RoomMemberFragment;

const progress = (...others: RoomMemberFragment[]) =>
  progressOf(5, marksOf([member("me", 9, 9), ...others], "me"));

test("a message has got as far as it got with everyone", () => {
  expect(progress(member("a", 5, 5), member("b", 5, 5))).toBe("read");
  expect(progress(member("a", 5, 5), member("b", 5, 4))).toBe("delivered");
  expect(progress(member("a", 5, 5), member("b", 4, 4))).toBe("sent");
});

test("with nobody else in the room it is only sent", () => {
  expect(progress()).toBe("sent");
});
