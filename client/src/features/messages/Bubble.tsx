import type { HTMLAttributes, ReactNode } from "react";
import classes from "./Bubble.module.css";

interface Props {
  isOwn: boolean;
  opensGroup: boolean;
  isTarget?: boolean;
  label: string;
  /** Beside the bubble, on the side of others. */
  avatar?: ReactNode;
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
      {!isOwn && <div className={classes.gutter}>{opensGroup && props.avatar}</div>}
      <div className={classes.column}>
        {name && opensGroup && <div className={classes.name}>{name}</div>}
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
