import { type HTMLAttributes, type PointerEvent, useMemo, useRef, useState } from "react";

const HOLD_MS = 450; // milliseconds of touching that count as a long press
const STILL = 10; // pixels that a finger may move meanwhile

export interface Tools {
  isShown: boolean;
  /** The menu is open; on a touch screen it is all there is. */
  isMenuOpen: boolean;
  setMenuOpen(open: boolean): void;
  /** The reactions to choose from are open. */
  setPicking(open: boolean): void;
  handlers: HTMLAttributes<HTMLElement>;
}

/** Shows the tools of a message under the pointer or with the focus in it, and its menu after a long press. */
export function useTools(): Tools {
  const [isOver, setOver] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isPicking, setPicking] = useState(false);
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);

  const handlers = useMemo(() => {
    const release = () => {
      clearTimeout(press.current?.timer);
      press.current = null;
    };
    return {
      onPointerEnter: (event: PointerEvent) => setOver(event.pointerType === "mouse"),
      onPointerLeave: () => setOver(false),
      onFocus: () => setFocus(true),
      onBlur: () => setFocus(false),
      onPointerDown: (event: PointerEvent) => {
        if (event.pointerType === "mouse") return;
        release();
        const timer = setTimeout(() => setMenuOpen(true), HOLD_MS);
        press.current = { timer, x: event.clientX, y: event.clientY };
      },
      onPointerMove: ({ pointerType, clientX, clientY }: PointerEvent) => {
        if (pointerType === "mouse") setOver(true); // the row may have come under a pointer at rest
        const began = press.current;
        if (began && Math.hypot(clientX - began.x, clientY - began.y) > STILL) release();
      },
      onPointerUp: release,
      onPointerCancel: release,
      onContextMenu: (event: { preventDefault(): void; target: EventTarget }) => {
        if (press.current) event.preventDefault(); // the system's own menu of a long press
      },
    };
  }, []);

  const isShown = isOver || hasFocus || isMenuOpen || isPicking;
  return { isShown, isMenuOpen, setMenuOpen, setPicking, handlers };
}
