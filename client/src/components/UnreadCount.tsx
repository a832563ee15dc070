import classes from "./UnreadCount.module.css";

interface Props {
  count: number;
  /** A room that is silenced counts quietly. */
  isMuted?: boolean;
}

export function UnreadCount({ count, isMuted = false }: Props) {
  if (count === 0) return null;
  return (
    <span
      className={classes.count}
      data-muted={isMuted || undefined}
      role="img"
      aria-label={`${count} unread`}
    >
      {count > 99 ? "99+" : count}
    </span>
  );
}
