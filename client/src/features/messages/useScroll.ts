import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { VListHandle } from "virtua";
import type { Row } from "./rows";
import { isAtEnd, type View, viewOf } from "./view";

const NEAR = 800; // pixels left above or below before more messages are asked for

interface Options {
  rows: readonly Row[];
  /** No newer messages are left to load. */
  isAtNewest: boolean;
  /** The message to begin at, if not where reading goes on. */
  targetId: string | null;
  /** What is unread begins above all rows. */
  isUnreadAbove: boolean;
  /** Whoever opens it asked for the newest messages, whatever is unread. */
  isForNewest: boolean;
  onNearTop(): void;
  onNearEnd(): void;
  onView(view: View): void;
  /** The row that new messages must not push off the screen, because nobody looks; -1 if there is none. */
  holdsAt(rows: readonly Row[]): number;
}

/**
 * Keeps the timeline where its reader is: at the end it follows new messages, anywhere else it stays, also when
 * messages come in above or are let go of.
 */
export function useScroll(options: Options) {
  const { rows, isAtNewest } = options;
  const list = useRef<VListHandle>(null);
  const frame = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const isPlaced = useRef(false);
  const [atEnd, setAtEnd] = useState(true);
  const shifts = useShifted(rows);
  const latest = useRef(options);
  latest.current = options;

  const look = useCallback(() => {
    const view = list.current;
    if (!view || !isPlaced.current) return;
    const { onNearTop, onNearEnd, onView, ...now } = latest.current;
    const end = isAtEnd(view);
    follows.current = end && now.isAtNewest;
    setAtEnd(follows.current);
    if (view.scrollOffset < NEAR) onNearTop();
    if (view.scrollSize - view.scrollOffset - view.viewportSize < NEAR) onNearEnd();
    onView({ ...viewOf(view, now.rows), isAtEnd: follows.current });
  }, []);

  const follow = useCallback(() => {
    const view = list.current;
    if (!view || !isPlaced.current || !follows.current) return;
    const { rows: now, holdsAt } = latest.current;
    const held = holdsAt(now);
    if (held < 0) view.scrollToIndex(now.length - 1, { align: "end" });
    else if (view.getItemOffset(held) > view.scrollOffset) view.scrollToIndex(held, { align: "start" });
  }, []);

  // The first rows go where reading goes on: at the target, at the unread divider, or at the end.
  useLayoutEffect(() => {
    if (rows.length === 0) return;
    if (isPlaced.current) follow();
    else {
      const { index, align } = beginning(latest.current);
      follows.current = align === "end" && isAtNewest;
      list.current?.scrollToIndex(index, { align });
      isPlaced.current = true;
    }
    const next = requestAnimationFrame(look);
    return () => cancelAnimationFrame(next);
  }, [rows, isAtNewest, look, follow]);

  const settle = useCallback(() => {
    follow();
    look();
  }, [follow, look]);
  useResize(frame, rows.length > 0, settle);
  const toEnd = useCallback(() => {
    follows.current = true;
    list.current?.scrollToIndex(latest.current.rows.length - 1, { align: "end" });
  }, []);
  return { list, frame, shifts, isAtEnd: atEnd, look, toEnd };
}

function beginning({ rows, targetId, isForNewest, isUnreadAbove }: Options) {
  const target = rows.findIndex((row) => row.kind === "message" && row.message.id === targetId);
  if (target >= 0) return { index: target, align: "center" as const };
  const end = { index: rows.length - 1, align: "end" as const };
  if (isForNewest) return end;
  const unread = rows.findIndex((row) => row.kind === "unread");
  if (unread >= 0) return { index: unread, align: "start" as const };
  if (isUnreadAbove) return { index: 0, align: "start" as const };
  return end;
}

/** Whether rows came or went above since the last render: the one case in which the list holds on to its lower end. */
function useShifted(rows: readonly Row[]): boolean {
  const first = useRef<string | undefined>(undefined);
  const firstMessage = rows.find((row) => row.kind === "message")?.key;
  const shifted = first.current !== undefined && firstMessage !== first.current;
  useLayoutEffect(() => {
    first.current = firstMessage;
  }, [firstMessage]);
  return shifted;
}

/** Tells of each change in the height of the timeline or of its content. */
function useResize(frame: RefObject<HTMLElement | null>, isShown: boolean, onResize: () => void): void {
  useEffect(() => {
    const outer = frame.current;
    if (!isShown || !outer) return;
    const content = outer.querySelector("[role=log] > *");
    const observer = new ResizeObserver(onResize);
    observer.observe(outer);
    if (content) observer.observe(content);
    return () => observer.disconnect();
  }, [frame, isShown, onResize]);
}
