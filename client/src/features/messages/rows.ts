import { getFragmentData } from "~/gql";
import type { MessageStateFragment } from "~/gql/graphql";
import { dayKey } from "~/lib/dates";
import { Person } from "~/lib/fragments";
import type { Unsent } from "~/lib/outbox/outbox";

const TOGETHER_MS = 5 * 60_000; // 5 minutes: messages of one sender within that stand as a group

export type Row =
  | { kind: "beginning"; key: string }
  | { kind: "day"; key: string; at: string }
  | { kind: "unread"; key: string }
  /** Messages before this one are not loaded. */
  | { kind: "hole"; key: string; before: MessageStateFragment }
  | { kind: "message"; key: string; message: MessageStateFragment; isOwn: boolean; opensGroup: boolean }
  | { kind: "unsent"; key: string; message: Unsent; opensGroup: boolean }
  /** Newer messages are not loaded yet. */
  | { kind: "more"; key: string };

export interface Conversation {
  /** By seq. */
  messages: readonly MessageStateFragment[];
  unsent: readonly Unsent[];
  viewerId: string;
  /** All before the first message were loaded. */
  isComplete: boolean;
  /** All after the last message were loaded. */
  isAtNewest: boolean;
  /** The last seq that was read when the room was opened; the divider stands after it. Null: nothing was unread. */
  readSeq: number | null;
  /** The first unread message, where the server had to say which it is. */
  unreadSeq: number | null;
}

/** What the timeline shows, top to bottom. */
export function toRows(conversation: Conversation): Row[] {
  const { messages, viewerId, isComplete, isAtNewest } = conversation;
  const firstUnread = firstUnreadOf(conversation);
  const rows: Row[] = isComplete ? [{ kind: "beginning", key: "beginning" }] : [];
  let previous: MessageStateFragment | null = null;
  for (const message of messages) {
    const before: Row[] = separators(previous, message, message === firstUnread);
    const opensGroup = before.length > 0 || !follows(previous, message);
    const isOwn = senderId(message) === viewerId;
    rows.push(...before, { kind: "message", key: keyOf(message), message, isOwn, opensGroup });
    previous = message;
  }
  if (!isAtNewest) return [...rows, { kind: "more", key: "more" }];
  return [...rows, ...unsentRows(conversation, previous, viewerId)];
}

function separators(
  previous: MessageStateFragment | null,
  message: MessageStateFragment,
  isFirstUnread: boolean,
): Row[] {
  const rows: Row[] = [];
  if (previous && message.seq > previous.seq + 1) {
    rows.push({ kind: "hole", key: `hole-${message.seq}`, before: message });
  }
  if (!previous || dayKey(previous.createdAt) !== dayKey(message.createdAt)) {
    rows.push({ kind: "day", key: `day-${dayKey(message.createdAt)}`, at: message.createdAt });
  }
  if (isFirstUnread) rows.push({ kind: "unread", key: "unread" });
  return rows;
}

/** The outbox below what the server has. A message is in both for a moment: then the server's is the one to show. */
function unsentRows(conversation: Conversation, last: MessageStateFragment | null, viewerId: string): Row[] {
  const stored = new Set(
    conversation.messages.filter((m) => senderId(m) === viewerId).map(({ clientId }) => clientId),
  );
  const waiting = conversation.unsent.filter(({ clientId }) => !stored.has(clientId));
  return waiting.map((message, index) => ({
    kind: "unsent",
    key: message.clientId,
    message,
    opensGroup:
      index === 0 && !(last && senderId(last) === viewerId && near(last.createdAt, message.createdAt)),
  }));
}

/** Where messages past the read mark are not loaded, the first unread one may be among them: then no place is sure. */
function firstUnreadOf(conversation: Conversation): MessageStateFragment | undefined {
  const { messages, readSeq, unreadSeq, viewerId } = conversation;
  if (readSeq === null || !messages[0]) return undefined;
  const begin = messages[0].seq <= readSeq + 1 ? readSeq + 1 : unreadSeq;
  if (begin === null || begin < messages[0].seq) return undefined;
  return messages.find(
    (message) => message.seq >= begin && message.deletedAt === null && senderId(message) !== viewerId,
  );
}

function follows(previous: MessageStateFragment | null, message: MessageStateFragment): boolean {
  if (!previous || senderId(previous) !== senderId(message)) return false;
  return near(previous.createdAt, message.createdAt);
}

function near(earlier: string, later: string): boolean {
  return Date.parse(later) - Date.parse(earlier) < TOGETHER_MS;
}

/** A message keeps its row when it turns from unsent to stored. */
function keyOf({ id, clientId }: MessageStateFragment): string {
  return clientId ?? id;
}

function senderId(message: MessageStateFragment): string {
  return getFragmentData(Person, message.sender).id;
}
