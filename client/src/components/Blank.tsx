import type { ComponentProps, ReactNode } from "react";
import classes from "./Blank.module.css";
import { Icon } from "./Icon";

interface Props {
  icon: ComponentProps<typeof Icon>["name"];
  children: ReactNode;
}

/** What stands on a page, or in a large part of one, that has nothing to show. */
export function Blank({ icon, children }: Props) {
  return (
    <div className={classes.blank} role="status">
      <span className={classes.sign}>
        <Icon name={icon} size={26} />
      </span>
      <p>{children}</p>
    </div>
  );
}
