import { useCallback, useLayoutEffect, useRef, useState } from "react";
import type { VListHandle } from "virtua";
import type { Row } from "./rows";

const NEAR_TOP = 600; // pixels left above before older messages are asked for
const AT_BOTTOM = 24; // pixels from the end that still count as being there

interface Options {
  rows: readonly Row[];
  onNearTop(): void;
  /** The seq of the last message that is wholly on screen. */
  onVisible(seq: number): void;
}

/**
 * Keeps the timeline where its reader is: at the end it follows new messages, anywhere else it stays, also when older
 * messages come in above.
 */
export function useScroll({ rows, onNearTop, onVisible }: Options) {
  const list = useRef<VListHandle>(null);
  const followsEnd = useRef(true);
  const [isAtEnd, setAtEnd] = useState(true);
  const isPrepend = usePrepended(rows);
  const placed = useRef(false);

  const onScroll = useCallback(() => {
    const view = list.current;
    if (!view || !placed.current) return;
    followsEnd.current = view.scrollSize - view.scrollOffset - view.viewportSize < AT_BOTTOM;
    setAtEnd(followsEnd.current);
    if (view.scrollOffset < NEAR_TOP) onNearTop();
    const seq = lastVisible(view, rows);
    if (seq) onVisible(seq);
  }, [rows, onNearTop, onVisible]);

  const toEnd = useCallback(() => {
    followsEnd.current = true;
    list.current?.scrollToIndex(Number.MAX_SAFE_INTEGER, { align: "end" });
  }, []);

  // The first rows go where reading goes on: at the unread divider, or at the end.
  useLayoutEffect(() => {
    if (rows.length === 0) return;
    if (!placed.current) {
      const unread = rows.findIndex((row) => row.kind === "unread");
      followsEnd.current = unread < 0;
      list.current?.scrollToIndex(unread < 0 ? rows.length - 1 : unread, {
        align: unread < 0 ? "end" : "start",
      });
      placed.current = true;
    } else if (followsEnd.current) {
      list.current?.scrollToIndex(rows.length - 1, { align: "end" });
    }
    const frame = requestAnimationFrame(onScroll);
    return () => cancelAnimationFrame(frame);
  }, [rows, onScroll]);

  return { list, isPrepend, isAtEnd, onScroll, toEnd };
}

/** Whether rows were added above since the last render: the one case in which the list holds on to its lower end. */
function usePrepended(rows: readonly Row[]): boolean {
  const first = useRef<string | undefined>(undefined);
  const firstMessage = rows.find((row) => row.kind === "message")?.key;
  const prepended = first.current !== undefined && firstMessage !== first.current;
  useLayoutEffect(() => {
    first.current = firstMessage;
  }, [firstMessage]);
  return prepended;
}

function lastVisible(view: VListHandle, rows: readonly Row[]): number | null {
  const end = view.scrollOffset + view.viewportSize;
  for (let index = view.findItemIndex(end); index >= 0; index -= 1) {
    const row = rows[index];
    const isWhole = view.getItemOffset(index) + view.getItemSize(index) <= end + 1;
    if (row?.kind === "message" && isWhole) return row.message.seq;
  }
  return null;
}
