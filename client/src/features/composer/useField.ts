import { type Ref, useCallback, useEffect, useLayoutEffect, useRef } from "react";
import { beginToWrite } from "~/lib/focus";
import { marked } from "./formatting";

const grows = typeof CSS !== "undefined" && CSS.supports?.("field-sizing", "content");

/** The field one writes in: grows with its text, and takes text at the caret. */
export function useField(
  outer: Ref<HTMLTextAreaElement> | undefined,
  setText: (text: string) => void,
  setCaret: (caret: number) => void,
) {
  const area = useRef<HTMLTextAreaElement>(null);

  const ref = useCallback(
    (element: HTMLTextAreaElement | null) => {
      area.current = element;
      if (typeof outer === "function") outer(element);
      else if (outer) outer.current = element;
    },
    [outer],
  );

  useEffect(() => beginToWrite(area.current), []);

  const replace = useCallback(
    (from: number, to: number, text: string) => {
      const element = area.current;
      if (!element) return;
      element.focus();
      element.setRangeText(text, from, to, "end");
      setText(element.value);
      setCaret(element.selectionStart);
    },
    [setText, setCaret],
  );

  const insert = useCallback(
    (text: string) => replace(area.current?.selectionStart ?? 0, area.current?.selectionEnd ?? 0, text),
    [replace],
  );

  const mark = useCallback(
    (sign: string) => {
      const element = area.current;
      if (!element) return;
      const { value, selectionStart, selectionEnd } = element;
      const { text, from, to } = marked({ text: value, from: selectionStart, to: selectionEnd }, sign);
      replace(0, value.length, text);
      element.setSelectionRange(from, to);
    },
    [replace],
  );

  useLayoutEffect(() => {
    const element = area.current;
    if (grows || !element) return; // the style sheet does it
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  });

  return { ref, replace, insert, mark };
}
