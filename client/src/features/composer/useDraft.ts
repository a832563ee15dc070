import { useCallback, useEffect, useRef, useState } from "react";
import { useChat } from "~/hooks/useChat";

const SETTLES_MS = 300; // 0.3 seconds without a change before a draft is written down

/** The text of one place to write in. What is not sent is there again next time. */
export function useDraft(place: string) {
  const { drafts } = useChat();
  const [text, setText] = useState(() => drafts.read(place));
  const latest = useRef(text);
  latest.current = text;

  const keep = useCallback(() => drafts.write(place, latest.current), [drafts, place]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the text begins the wait anew
  useEffect(() => {
    const timer = setTimeout(keep, SETTLES_MS);
    return () => clearTimeout(timer);
  }, [text, keep]);

  useEffect(() => {
    window.addEventListener("pagehide", keep);
    return () => {
      window.removeEventListener("pagehide", keep);
      keep();
    };
  }, [keep]);

  return [text, setText] as const;
}
