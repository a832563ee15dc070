import { expect, test } from "vitest";
import type { MessageStateFragment, RoomStateFragment } from "~/gql/graphql";
import { isWanted } from "./useDesktopNotifications";

const message = (senderId: string, mentioned: string[] = [], mentionsAll = false) =>
  ({
    sender: { id: senderId },
    mentions: mentioned.map((id) => ({ id })),
    mentionsAll,
  }) as unknown as MessageStateFragment;
const room = (kind: "DIRECT" | "GROUP", isMuted = false) =>
  ({ kind, viewerMember: { isMuted } }) as unknown as RoomStateFragment;

test("who asked for what is personal hears of direct messages and mentions", () => {
  expect(isWanted(message("lin"), room("DIRECT"), "ada", false)).toBe(true);
  expect(isWanted(message("lin", ["ada"]), room("GROUP"), "ada", false)).toBe(true);
  expect(isWanted(message("lin", ["grace"]), room("GROUP"), "ada", false)).toBe(false);
  expect(isWanted(message("lin", [], true), room("GROUP"), "ada", false)).toBe(true);
  expect(isWanted(message("lin"), room("GROUP"), "ada", true)).toBe(true);
});

test("nobody hears of their own messages, nor of a muted room", () => {
  expect(isWanted(message("ada"), room("DIRECT"), "ada", true)).toBe(false);
  expect(isWanted(message("lin", ["ada"]), room("GROUP", true), "ada", true)).toBe(false);
});
