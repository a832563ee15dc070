import { describe, expect, test } from "vitest";
import type { MessageStateFragment } from "~/gql/graphql";
import type { Unsent } from "~/lib/outbox/outbox";
import { ada, lin } from "~/testing/people";
import { RoomModel } from "~/testing/roomModel";
import { type Conversation, type Row, toRows } from "./rows";

type Change = Partial<MessageStateFragment>;

function conversation(lines: [sender: typeof ada, change?: Change][]): MessageStateFragment[] {
  const model = new RoomModel();
  for (const [sender] of lines) model.send(sender, "text");
  return model.messages.map(
    (message, index) => ({ ...message, ...lines[index]?.[1] }) as unknown as MessageStateFragment,
  );
}

function rowsOf(messages: MessageStateFragment[], rest: Partial<Conversation> = {}) {
  const defaults = {
    unsent: [],
    readSeq: null,
    unreadSeq: null,
    isComplete: false,
    isAtNewest: true,
    viewerId: ada.id,
  };
  return toRows({ messages, ...defaults, ...rest });
}

const kinds = (rows: Row[]) => rows.map(({ kind }) => kind);
const opening = (rows: Row[]) => rows.flatMap((row) => ("opensGroup" in row ? [row.opensGroup] : []));

function waiting(clientId: string): Unsent {
  const createdAt = "2026-01-01T12:02:00.000Z";
  return {
    clientId,
    roomId: "room",
    content: "text",
    replyToId: null,
    attachments: [],
    createdAt,
    order: 1,
    refused: null,
    held: null,
  };
}

describe("the timeline", () => {
  test("groups what one sender writes together", () => {
    const rows = rowsOf(conversation([[lin], [lin], [ada], [lin]]));
    expect(opening(rows)).toEqual([true, false, true, true]);
  });

  test("opens a new group after a while of silence", () => {
    const later = { createdAt: "2026-01-01T12:30:00.000Z" };
    expect(opening(rowsOf(conversation([[lin], [lin, later]])))).toEqual([true, true]);
  });

  test("divides days", () => {
    const nextDay = { createdAt: "2026-01-03T12:00:00.000Z" };
    const rows = rowsOf(conversation([[lin], [lin], [lin, nextDay]]));
    expect(kinds(rows)).toEqual(["day", "message", "message", "day", "message"]);
  });

  test("shows a hole where messages are not loaded", () => {
    const [first, , third] = conversation([[lin], [lin], [lin]]) as [
      MessageStateFragment,
      unknown,
      MessageStateFragment,
    ];
    expect(kinds(rowsOf([first, third]))).toEqual(["day", "message", "hole", "message"]);
  });

  test("says where it begins once all of it is loaded", () => {
    expect(kinds(rowsOf([], { isComplete: true }))).toEqual(["beginning"]);
  });

  test("says that there is more below instead of showing unsent messages far from their place", () => {
    const rows = rowsOf(conversation([[lin]]), { isAtNewest: false, unsent: [waiting("x")] });
    expect(kinds(rows)).toEqual(["day", "message", "more"]);
  });

  test("puts the unread divider before the first message of another that was not read", () => {
    const rows = rowsOf(conversation([[lin], [ada], [lin], [lin]]), { readSeq: 1 });
    expect(kinds(rows)).toEqual(["day", "message", "message", "unread", "message", "message"]);
  });

  test("puts no divider before what is deleted or one's own, nor where nothing else is unread", () => {
    const gone = { deletedAt: "2026-01-02T00:00:00.000Z" };
    const rows = rowsOf(conversation([[lin], [lin, gone], [ada], [lin]]), { readSeq: 1 });
    expect(kinds(rows)).toEqual(["day", "message", "message", "message", "unread", "message"]);
    const none = rowsOf(conversation([[lin], [lin, gone], [ada]]), { readSeq: 1 });
    expect(kinds(none)).not.toContain("unread");
  });

  test("puts no divider where the first unread message may not be loaded, until the server says which it is", () => {
    const [, , third, fourth, fifth] = conversation([[lin], [lin], [lin], [ada], [lin]]);
    const loaded = [third, fourth, fifth] as MessageStateFragment[];
    const places = (unreadSeq: number | null) => kinds(rowsOf(loaded, { readSeq: 1, unreadSeq }));
    expect(places(null)).not.toContain("unread");
    expect(places(2)).not.toContain("unread");
    expect(places(5)).toEqual(["day", "message", "message", "unread", "message"]);
  });

  test("shows unsent messages last", () => {
    const rows = rowsOf(conversation([[ada]]), { unsent: [waiting("x"), waiting("y")] });
    expect(kinds(rows)).toEqual(["day", "message", "unsent", "unsent"]);
    expect(opening(rows)).toEqual([true, false, false]);
  });

  test("shows a message once, in its place, while it is both unsent and stored", () => {
    const before = rowsOf([], { unsent: [waiting("c1")] });
    const after = rowsOf(conversation([[ada]]), { unsent: [waiting("c1")] });
    expect(kinds(after)).toEqual(["day", "message"]);
    expect(after.at(-1)?.key).toBe(before.at(-1)?.key);
  });
});
