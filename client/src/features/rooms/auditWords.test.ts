import { expect, test } from "vitest";
import { auditWords } from "./auditWords";

const people: Record<string, string> = { u1: "Lin", u2: "Grace" };
const words = (act: Parameters<typeof auditWords>[0]["act"], detail: string | null = null, who?: string) =>
  auditWords({ act, detail, changes: [], user: who ? { displayName: who } : null }, (id) => people[id]);
const update = (changes: Parameters<typeof auditWords>[0]["changes"]) =>
  auditWords({ act: "ROOM_UPDATED", detail: null, changes, user: null }, () => undefined);

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

test("what a group was and what it became, whatever its name holds", () => {
  const all = [
    { field: "name", before: "Tea, and cake: hot, topic: None", after: "Tea" },
    { field: "topic", before: "Kettles", after: null },
    { field: "isPrivate", before: "false", after: "true" },
  ];
  expect(update(all)).toBe(
    "renamed the group from “Tea, and cake: hot, topic: None” to “Tea”, removed the topic “Kettles” and made it private",
  );
  expect(update([{ field: "topic", before: null, after: "Kettles" }])).toBe("set the topic to “Kettles”");
  expect(update([{ field: "topic", before: "Kettles", after: "Pots" }])).toBe(
    "changed the topic from “Kettles” to “Pots”",
  );
});

test("an entry that does not say what changed is a sentence nevertheless", () => {
  expect(update([])).toBe("saved the settings of the group");
});

test("a report ends as the sentence does that it stands in", () => {
  expect(words("MESSAGE_REPORTED", "Advertising.", "Lin")).toBe("reported a message of Lin: “Advertising”");
  expect(words("MESSAGE_REPORTED", "Is this so?", "Lin")).toBe("reported a message of Lin: “Is this so?”");
});

test("slow mode in words", () => {
  expect(words("SLOW_MODE_SET", "0")).toBe("turned slow mode off");
  expect(words("SLOW_MODE_SET", "300")).toBe("set slow mode to 5 minutes");
});
