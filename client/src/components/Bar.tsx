import { ActionIcon } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import classes from "./Bar.module.css";
import { Icon } from "./Icon";

/** The bar at the top of what is open; on a narrow screen with the way back to the rooms. */
export function Bar({ children }: { children: ReactNode }) {
  return (
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
      {children}
    </header>
  );
}
