import type { PresentPersonFragment } from "~/gql/graphql";
import { shortWhen } from "./dates";

/** "Online", "Last seen yesterday". */
export function seenSentence({
  presence,
  lastSeen,
}: Pick<PresentPersonFragment, "presence" | "lastSeen">): string {
  if (presence === "ONLINE") return "Online";
  return lastSeen
    ? `Last seen ${shortWhen(lastSeen).replace(/^(Today|Yesterday)/, (day) => day.toLowerCase())}`
    : "Offline";
}
