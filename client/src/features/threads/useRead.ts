import { useEffect } from "react";
import { useChat } from "~/hooks/useChat";
import { isWatched } from "~/lib/focus";

/** Whoever looks at the open thread has read its replies; who was away has, once back. */
export function useRead(rootId: string, seq: number | undefined): void {
  const { threadReading } = useChat();
  useEffect(() => {
    if (seq === undefined) return;
    const report = () => {
      if (!isWatched()) return;
      threadReading.reach(rootId, seq);
      threadReading.flush();
    };
    report();
    window.addEventListener("focus", report);
    document.addEventListener("visibilitychange", report);
    return () => {
      window.removeEventListener("focus", report);
      document.removeEventListener("visibilitychange", report);
    };
  }, [threadReading, rootId, seq]);
}
