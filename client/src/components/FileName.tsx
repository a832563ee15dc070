import type { ReactNode } from "react";
import classes from "./FileName.module.css";

/** A file by its name, cut short where there is no place for all of it, with a line below. */
export function FileName({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className={classes.about}>
      <span className={classes.name}>{name}</span>
      {children}
    </span>
  );
}
