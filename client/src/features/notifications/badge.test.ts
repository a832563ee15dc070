import { expect, test } from "vitest";
import { badgeOf, iconOf, titleOf } from "./badge";

const room = (kind: "DIRECT" | "GROUP", unreadCount: number, mentionCount = 0, isMuted = false) => ({
  kind,
  unreadCount,
  mentionCount,
  viewerMember: { isMuted },
});

test.each([
  ["nothing unread", [room("DIRECT", 0), room("GROUP", 0)], "Parley", "/favicon.svg"],
  ["a group that talks", [room("GROUP", 12)], "• Parley", "/favicon-unread.svg"],
  [
    "direct messages, and a mention among many",
    [room("DIRECT", 2), room("GROUP", 12, 1)],
    "(3) Parley",
    "/favicon-mention.svg",
  ],
  ["a mention that is all there is", [room("GROUP", 1, 1)], "(1) Parley", "/favicon-mention.svg"],
  ["muted rooms", [room("DIRECT", 4, 0, true), room("GROUP", 9, 3, true)], "Parley", "/favicon.svg"],
])("%s", (_, rooms, title, icon) => {
  expect(titleOf(badgeOf(rooms))).toBe(title);
  expect(iconOf(badgeOf(rooms))).toBe(icon);
});
