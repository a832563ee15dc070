import type { ReactNode } from "react";
import { Bar } from "~/components/Bar";
import classes from "./Page.module.css";

/** A page beside the rooms that is no conversation: a bar with its title, and what it holds in the middle. */
export function Page({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <Bar>
        <h1 className={classes.title}>{title}</h1>
      </Bar>
      <div className={classes.body}>
        <div className={classes.column}>{children}</div>
      </div>
    </>
  );
}
