import type { AuditEntryFragment } from "~/gql/graphql";
import { inWords } from "~/lib/duration";

type Entry = Pick<AuditEntryFragment, "act" | "detail"> & { user: { displayName: string } | null };

/** The name of a user by id; undefined for one who is not known here. */
type NameOf = (userId: string) => string | undefined;

const A_ROLE: Record<string, string> = { OWNER: "an owner", ADMIN: "an admin", MEMBER: "a member" };

const words: Record<Entry["act"], (who: string, detail: string, nameOf: NameOf) => string> = {
  ROOM_UPDATED: (_, detail) => changes(detail),
  SLOW_MODE_SET: (_, detail) =>
    detail === "0" ? "turned slow mode off" : `set slow mode to ${inWords(Number(detail))}`,
  MEMBERS_ADDED: (_, detail, nameOf) => `added ${names(detail.split(" "), nameOf)}`,
  MEMBER_REMOVED: (who) => `removed ${who}`,
  ROLE_CHANGED: (who, detail) => `made ${who} ${A_ROLE[detail.toUpperCase()] ?? "a member"}`,
  MESSAGE_DELETED: (who) => `deleted a message of ${who}`,
  MESSAGE_PINNED: () => "pinned a message",
  MESSAGE_UNPINNED: () => "unpinned a message",
  MESSAGE_REPORTED: (who, detail) => `reported a message of ${who}: “${detail}”`,
  REPORT_CLOSED: () => "resolved a report",
  INVITE_CREATED: () => "made an invite link",
  INVITE_REVOKED: () => "revoked an invite link",
  INVITE_USED: () => "joined by an invite link",
};

/** What was done, as what follows the name of who did it: "made Lin an admin". */
export function auditWords({ act, user, detail }: Entry, nameOf: NameOf): string {
  return words[act](user?.displayName ?? "someone", detail ?? "", nameOf);
}

function names(ids: readonly string[], nameOf: NameOf): string {
  const known = ids.flatMap((id) => nameOf(id) ?? []);
  const unknown = ids.length - known.length;
  if (unknown === 0) return listed(known);
  if (known.length > 0) return listed([...known, unknown === 1 ? "1 other" : `${unknown} others`]);
  return unknown === 1 ? "someone" : `${unknown} people`;
}

/** The parts that changed stand as `name: …, topic: …, is_private: …`. */
function changes(detail: string): string {
  const parts = detail.split(/, (?=(?:name|topic|is_private): )/).map((part) => {
    const [, field, value = ""] = /^(\w+): (.*)$/s.exec(part) ?? [];
    if (field === "name") return `named the group “${value}”`;
    if (field === "is_private") return value === "True" ? "made it private" : "made it public";
    return value === "None" ? "removed the topic" : `set the topic to “${value}”`;
  });
  return listed(parts);
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
