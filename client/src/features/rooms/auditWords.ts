import type { AuditEntryFragment } from "~/gql/graphql";
import { inWords } from "~/lib/duration";

type Changes = readonly Pick<AuditEntryFragment["changes"][number], "field" | "before" | "after">[];
type Entry = Pick<AuditEntryFragment, "act" | "detail"> & {
  changes: Changes;
  user: { displayName: string } | null;
};

/** The name of a user by id; undefined for one who is not known here. */
type NameOf = (userId: string) => string | undefined;

type Words = (who: string, detail: string, nameOf: NameOf) => string;

const A_ROLE: Record<string, string> = { OWNER: "an owner", ADMIN: "an admin", MEMBER: "a member" };

const words: Record<Exclude<Entry["act"], "ROOM_UPDATED">, Words> = {
  SLOW_MODE_SET: (_, detail) =>
    detail === "0" ? "turned slow mode off" : `set slow mode to ${inWords(Number(detail))}`,
  MEMBERS_ADDED: (_, detail, nameOf) => `added ${names(detail.split(" "), nameOf)}`,
  MEMBER_REMOVED: (who) => `removed ${who}`,
  ROLE_CHANGED: (who, detail) => `made ${who} ${A_ROLE[detail.toUpperCase()] ?? "a member"}`,
  MESSAGE_DELETED: (who) => `deleted a message of ${who}`,
  MESSAGE_PINNED: () => "pinned a message",
  MESSAGE_UNPINNED: () => "unpinned a message",
  MESSAGE_REPORTED: (who, detail) => `reported a message of ${who}: “${detail.replace(/\.$/, "")}”`,
  REPORT_CLOSED: () => "resolved a report",
  INVITE_CREATED: () => "made an invite link",
  INVITE_REVOKED: () => "revoked an invite link",
  INVITE_USED: () => "joined by an invite link",
};

/** What was done, as what follows the name of who did it: "made Lin an admin". */
export function auditWords({ act, user, detail, changes }: Entry, nameOf: NameOf): string {
  if (act === "ROOM_UPDATED") return changed(changes);
  return words[act](user?.displayName ?? "someone", detail ?? "", nameOf);
}

function names(ids: readonly string[], nameOf: NameOf): string {
  const known = ids.flatMap((id) => nameOf(id) ?? []);
  const unknown = ids.length - known.length;
  if (unknown === 0) return listed(known);
  if (known.length > 0) return listed([...known, unknown === 1 ? "1 other" : `${unknown} others`]);
  return unknown === 1 ? "someone" : `${unknown} people`;
}

/** What may be empty: an entry of before they were noted, or one that set what was so already. */
function changed(changes: Changes): string {
  if (changes.length === 0) return "saved the settings of the group";
  return listed(changes.map(changeInWords));
}

function changeInWords({ field, before, after }: Changes[number]): string {
  if (field === "isPrivate") return after === "true" ? "made it private" : "made it public";
  if (field === "name") return `renamed the group from “${before}” to “${after}”`;
  if (after === null) return `removed the topic “${before}”`;
  return before === null ? `set the topic to “${after}”` : `changed the topic from “${before}” to “${after}”`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
