import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Bubble.module.css";

interface Props {
  isOwn: boolean;
  opensGroup: boolean;
  label: string;
  /** Beside the bubble, on the side of others. */
  avatar?: ReactNode;
  name?: string;
  children: ReactNode;
  /** Small print at the end of the text: the time, whether it was read. */
  footnote: ReactNode;
  /** What can be done with it: shown on hover and with the focus inside. */
  actions?: ReactNode;
  below?: ReactNode;
}

/** One message in its place: one's own to the right, all others to the left. */
export function Bubble({
  isOwn,
  opensGroup,
  label,
  avatar,
  name,
  children,
  footnote,
  actions,
  below,
}: Props) {
  return (
    <article
      className={classes.row}
      data-own={isOwn || undefined}
      data-opens={opensGroup || undefined}
      aria-label={label}
    >
      {!isOwn && <div className={classes.gutter}>{opensGroup && avatar}</div>}
      <div className={classes.column}>
        {name && opensGroup && (
          <Text size="xs" fw={600} c="dimmed" className={classes.name}>
            {name}
          </Text>
        )}
        <div className={classes.line}>
          <div className={classes.bubble}>
            {children}
            <span className={classes.footnote}>{footnote}</span>
          </div>
          {actions && <div className={classes.actions}>{actions}</div>}
        </div>
        {below}
      </div>
    </article>
  );
}
