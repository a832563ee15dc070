import { useCallback, useEffect, useRef } from "react";
import { useChat } from "~/hooks/useChat";

/**
 * A message counts as read when it was on screen while the window had the focus. The timeline says what is on screen;
 * what was on screen before the focus came counts once it comes.
 */
export function useReading(roomId: string): (lastVisibleSeq: number) => void {
  const { reading } = useChat();
  const visible = useRef(0);

  const report = useCallback(() => {
    if (visible.current > 0 && isWatched()) reading.reach(roomId, visible.current);
  }, [reading, roomId]);

  useEffect(() => {
    visible.current = 0;
    window.addEventListener("focus", report);
    document.addEventListener("visibilitychange", report);
    return () => {
      window.removeEventListener("focus", report);
      document.removeEventListener("visibilitychange", report);
      reading.flush();
    };
  }, [report, reading]);

  return useCallback(
    (seq) => {
      visible.current = seq;
      report();
    },
    [report],
  );
}

function isWatched(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}
