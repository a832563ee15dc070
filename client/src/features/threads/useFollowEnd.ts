import { useLayoutEffect, useRef } from "react";

const AT_END = 120; // pixels from the end that still count as being there

/** Keeps a list at its end while things are added, unless its reader has gone up. */
export function useFollowEnd(count: number) {
  const list = useRef<HTMLElement>(null);
  const before = useRef({ height: 0, count: 0 });
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const wasAtEnd = before.current.height - element.scrollTop - element.clientHeight < AT_END;
    if (count > before.current.count && wasAtEnd) element.scrollTop = element.scrollHeight;
    before.current = { height: element.scrollHeight, count };
  }, [count]);
  return list;
}
