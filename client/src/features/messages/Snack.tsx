import { CloseButton } from "@mantine/core";
import { useEffect } from "react";
import classes from "./Snack.module.css";

const LASTS_MS = 6_000; // 6 seconds

/** A sentence on what was not done, for a while. */
export function Snack({ children, onDone }: { children: string; onDone: () => void }) {
  useEffect(() => {
    const timer = setTimeout(onDone, LASTS_MS);
    return () => clearTimeout(timer);
  }, [onDone]);
  return (
    <div className={classes.snack} role="alert">
      <span>{children}</span>
      <CloseButton size="sm" aria-label="Dismiss" onClick={onDone} />
    </div>
  );
}
