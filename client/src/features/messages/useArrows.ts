import { type KeyboardEvent, useCallback } from "react";

const STEP: Record<string, 1 | -1 | undefined> = { ArrowUp: -1, ArrowDown: 1 };

/** Arrow keys go from message to message. */
export function useArrows() {
  return useCallback((event: KeyboardEvent<HTMLElement>) => {
    const step = STEP[event.key];
    const focused = event.target as HTMLElement;
    const isOnMessage = focused.matches("article");
    if (!step || (!isOnMessage && focused !== event.currentTarget)) return;
    event.preventDefault();
    const messages = [...event.currentTarget.querySelectorAll<HTMLElement>("article")];
    const from = isOnMessage ? messages.indexOf(focused) : messages.length;
    const next = messages[Math.max(0, Math.min(messages.length - 1, from + step))];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  }, []);
}
