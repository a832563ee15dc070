import type { ChatEvent } from "./events";

/** What these tell of may be the act of an owner or admin, and stands in the audit log of the room by then. */
const ACTS: ReadonlySet<ChatEvent["__typename"]> = new Set([
  "RoomChanged",
  "MemberJoined",
  "MemberChanged",
  "MemberLeft",
  "MessageDeleted",
  "MessageReported",
  "ReportClosed",
  "InviteChanged",
  "PinChanged",
]);

/** The room whose audit log may have grown; null if none. */
export function actedIn(event: ChatEvent): string | null {
  return ACTS.has(event.__typename) && "roomId" in event ? event.roomId : null;
}
