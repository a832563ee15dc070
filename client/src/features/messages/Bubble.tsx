import { UnstyledButton } from "@mantine/core";
import type { HTMLAttributes, ReactNode } from "react";
import classes from "./Bubble.module.css";

interface Props {
  isOwn: boolean;
  opensGroup: boolean;
  isTarget?: boolean;
  label: string;
  /** Beside the bubble, on the side of others. */
  avatar?: ReactNode;
  /** Whoever points at the face or the name wants to know who that is; the menu of the message leads there too. */
  onPerson?(): void;
  name?: string;
  children: ReactNode;
  /** Small print at the end of the text: the time, whether it was read. */
  footnote: ReactNode;
  /** What can be done with it. */
  tools?: ReactNode;
  /** Of whoever shows the tools. */
  handlers?: HTMLAttributes<HTMLElement>;
  below?: ReactNode;
}

/** One message in its place: one's own to the right, all others to the left. */
export function Bubble(props: Props) {
  const { isOwn, opensGroup, name, tools } = props;
  return (
    <article
      className={classes.row}
      data-own={isOwn || undefined}
      data-opens={opensGroup || undefined}
      data-target={props.isTarget || undefined}
      aria-label={props.label}
      tabIndex={-1}
      {...props.handlers}
    >
      {!isOwn && (
        <div className={classes.gutter}>
          {opensGroup && (
            <UnstyledButton tabIndex={-1} aria-label="Profile" onClick={props.onPerson}>
              {props.avatar}
            </UnstyledButton>
          )}
        </div>
      )}
      <div className={classes.column}>
        {name && opensGroup && (
          <UnstyledButton className={classes.name} tabIndex={-1} onClick={props.onPerson}>
            {name}
          </UnstyledButton>
        )}
        <div className={classes.line}>
          <div className={classes.bubble}>
            {props.children}
            <span className={classes.footnote}>{props.footnote}</span>
          </div>
          {tools && <div className={classes.tools}>{tools}</div>}
        </div>
        {props.below}
      </div>
    </article>
  );
}
