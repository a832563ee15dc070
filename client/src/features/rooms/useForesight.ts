import { useEffect, useRef } from "react";
import { useChat } from "~/hooks/useChat";

const REST_MS = 60; // a pointer that only crosses the list asks for nothing

/** Asks for a room while the pointer or the focus rests on the way to it: mostly it is there by the click. */
export function useForesight(roomId: string) {
  const { loader } = useChat();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const end = () => clearTimeout(timer.current);
  const ask = () => loader.prepare(roomId);
  const begin = () => {
    end();
    timer.current = setTimeout(ask, REST_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return { onPointerEnter: begin, onPointerLeave: end, onPointerDown: ask, onFocus: begin, onBlur: end };
}
