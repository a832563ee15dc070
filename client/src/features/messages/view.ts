import type { VListHandle } from "virtua";
import type { Row } from "./rows";

/** What of the timeline is on screen, by seq; 0 where no message is. */
export interface View {
  /** The first message of which something is on screen. */
  firstSeq: number;
  /** The last message of which the end is on screen. */
  lastSeq: number;
  /** Nothing newer lies below. */
  isAtEnd: boolean;
}

const AT_END = 24; // pixels from the end that still count as being there

export function viewOf(list: VListHandle, rows: readonly Row[]): View {
  const top = list.scrollOffset;
  const bottom = top + list.viewportSize;
  return {
    firstSeq: firstSeq(list, rows, top),
    lastSeq: lastSeq(list, rows, bottom),
    isAtEnd: isAtEnd(list),
  };
}

export function isAtEnd(list: VListHandle): boolean {
  return list.scrollSize - list.scrollOffset - list.viewportSize < AT_END;
}

function firstSeq(list: VListHandle, rows: readonly Row[], top: number): number {
  for (let index = list.findItemIndex(top); index < rows.length; index += 1) {
    const row = rows[index];
    if (row?.kind === "message") return row.message.seq;
  }
  return 0;
}

function lastSeq(list: VListHandle, rows: readonly Row[], bottom: number): number {
  for (let index = list.findItemIndex(bottom); index >= 0; index -= 1) {
    const row = rows[index];
    const endsAbove = list.getItemOffset(index) + list.getItemSize(index) <= bottom + 1;
    if (row?.kind === "message" && endsAbove) return row.message.seq;
  }
  return 0;
}
