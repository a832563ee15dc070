import { expect, test } from "vitest";
import { auditWords } from "./auditWords";

const people: Record<string, string> = { u1: "Lin", u2: "Grace" };
const words = (act: Parameters<typeof auditWords>[0]["act"], detail: string | null = null, who?: string) =>
  auditWords({ act, detail, user: who ? { displayName: who } : null }, (id) => people[id]);

test("a role, and who has it now", () => {
  expect(words("ROLE_CHANGED", "admin", "Lin")).toBe("made Lin an admin");
  expect(words("ROLE_CHANGED", "member", "Lin")).toBe("made Lin a member");
});

test.each([
  ["u1", "added Lin"],
  ["u1 u2", "added Lin and Grace"],
  ["u1 u2 u8", "added Lin, Grace and 1 other"],
  ["u8", "added someone"],
  ["u8 u9", "added 2 people"],
])("who was added by %j", (ids, sentence) => {
  expect(words("MEMBERS_ADDED", ids)).toBe(sentence);
});

test("what changed of a group, whatever its name holds", () => {
  expect(words("ROOM_UPDATED", "name: Tea, and cake: hot, topic: None, is_private: True")).toBe(
    "named the group “Tea, and cake: hot”, removed the topic and made it private",
  );
  expect(words("ROOM_UPDATED", "topic: Mind the kettle")).toBe("set the topic to “Mind the kettle”");
});

test("slow mode in words", () => {
  expect(words("SLOW_MODE_SET", "0")).toBe("turned slow mode off");
  expect(words("SLOW_MODE_SET", "300")).toBe("set slow mode to 5 minutes");
});
