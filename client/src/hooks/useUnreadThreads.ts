import { useFragment } from "@apollo/client/react";
import { VIEWER_KEY } from "~/lib/live/state";
import { UnreadThreads } from "~/lib/threads";

/** How many of the threads that the viewer follows have replies to read; 0 until that is known. */
export function useUnreadThreads(): number {
  const { data } = useFragment({ fragment: UnreadThreads, from: VIEWER_KEY });
  return data.unreadThreads ?? 0;
}
