import { useCallback, useEffect, useRef, useState } from "react";
import type { Overlay } from "~/hooks/useOverlay";

/** What lies over the page. Once nothing does, the focus is back where it was, unless it has gone elsewhere. */
export function useOverlayState() {
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const before = useRef<Element | null>(null);

  const open = useCallback((next: Overlay | null) => {
    setOverlay((held) => {
      if (held === null && next !== null) before.current = document.activeElement;
      return next;
    });
  }, []);

  useEffect(() => {
    if (overlay !== null) return;
    const frame = requestAnimationFrame(() => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (isLost && before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
      before.current = null;
    });
    return () => cancelAnimationFrame(frame);
  }, [overlay]);

  return [overlay, open] as const;
}
