import { type RefObject, useLayoutEffect, useMemo, useRef } from "react";
import type { CacheSnapshot, VListHandle } from "virtua";
import { useChat } from "~/hooks/useChat";
import type { LiveState } from "~/lib/live/state";
import type { Row } from "./rows";

const ROOMS = 50; // whose heights are kept

interface Kept {
  keys: readonly string[];
  heights: CacheSnapshot;
  /** Of the window: in another one the rows are of other heights. */
  width: number;
}

const keptBy = new WeakMap<LiveState, Map<string, Kept>>();

/**
 * The heights that the rows of a room had when it was last left, for the list to begin with. A room that is opened again
 * is then laid out once, where it would have to find out by trying which rows fit. Undefined if its rows are others now.
 */
export function useHeights(roomId: string, rows: readonly Row[], list: RefObject<VListHandle | null>) {
  const { live } = useChat();
  const latest = useRef(rows);
  latest.current = rows;

  useLayoutEffect(
    () => () => {
      if (list.current) keep(live, roomId, latest.current, list.current.cache);
    },
    [live, roomId, list],
  );

  const isShown = rows.length > 0;
  return useMemo(
    () => (isShown ? heightsOf(keptBy.get(live)?.get(roomId), latest.current) : undefined),
    [isShown, live, roomId],
  );
}

function keep(live: LiveState, roomId: string, rows: readonly Row[], heights: CacheSnapshot): void {
  const rooms = keptBy.get(live) ?? new Map<string, Kept>();
  keptBy.set(live, rooms);
  rooms.delete(roomId); // so that it becomes the latest
  rooms.set(roomId, { keys: rows.map(({ key }) => key), heights, width: window.innerWidth });
  if (rooms.size > ROOMS) rooms.delete(rooms.keys().next().value as string);
}

/** Rows may have come at the end since: the list measures those. */
function heightsOf(kept: Kept | undefined, rows: readonly Row[]): CacheSnapshot | undefined {
  const isSame =
    kept?.width === window.innerWidth && kept.keys.every((key, index) => rows[index]?.key === key);
  return isSame ? kept.heights : undefined;
}
