import { useEffect } from "react";

/** Escape, unless whoever has the focus takes it, or something that lies over the page. */
export function useEscape(onEscape: () => void): void {
  useEffect(() => {
    let isTaken = false;
    const look = () => {
      isTaken = document.querySelector("[role=dialog], [role=menu]") !== null;
    };
    const act = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && !isTaken) onEscape();
    };
    window.addEventListener("keydown", look, true); // what closes by this key is gone by the time it comes back up
    window.addEventListener("keydown", act);
    return () => {
      window.removeEventListener("keydown", look, true);
      window.removeEventListener("keydown", act);
    };
  }, [onEscape]);
}
