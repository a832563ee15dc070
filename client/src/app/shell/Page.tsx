import { ActionIcon } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { Icon } from "~/components/Icon";
import classes from "./Page.module.css";

/** A page beside the rooms that is no conversation: a bar with its title, and what it holds in the middle. */
export function Page({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <header className={classes.bar}>
        <ActionIcon
          component={Link}
          to="/"
          variant="subtle"
          color="gray"
          size={36}
          hiddenFrom="sm"
          aria-label="Back to rooms"
        >
          <Icon name="back" />
        </ActionIcon>
        <h1 className={classes.title}>{title}</h1>
      </header>
      <div className={classes.body}>
        <div className={classes.column}>{children}</div>
      </div>
    </>
  );
}
