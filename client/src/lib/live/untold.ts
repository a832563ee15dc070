import { forget } from "~/lib/cache/forgetting";
import type { LiveState } from "./state";
import { roomKey, VIEWER_KEY } from "./state";

const OF_A_ROOM = ["pins", "reports", "invites", "audit"];
const OF_THE_VIEWER = ["blockedUsers", "mentions"];

/**
 * Lets go of what catching up does not tell: what happened to it before the line was up nobody says again. Whoever shows
 * some of it asks anew. The threads that the viewer follows are loaded then, and let go of by that.
 */
export function forgetUntold({ cache, clocks }: Pick<LiveState, "cache" | "clocks">): void {
  cache.batch({
    update: () => {
      for (const { roomId } of clocks.since())
        for (const fieldName of OF_A_ROOM) forget(cache, roomKey(roomId), fieldName);
      for (const fieldName of OF_THE_VIEWER) forget(cache, VIEWER_KEY, fieldName);
    },
  });
}
