import classes from "./UnreadCount.module.css";

interface Props {
  count: number;
  /** Those of them that call for the viewer: said apart. */
  mentions?: number;
  /** A room that is silenced counts quietly. */
  isMuted?: boolean;
  /** What it counts, for who does not see it. */
  what?: string;
}

export function UnreadCount({ count, mentions = 0, isMuted = false, what = "unread" }: Props) {
  if (count === 0) return null;
  return (
    <>
      {mentions > 0 && (
        <span
          className={classes.mentions}
          role="img"
          aria-label={`${mentions} ${mentions === 1 ? "mention" : "mentions"}`}
        >
          @{mentions > 1 && most(mentions)}
        </span>
      )}
      <span
        className={classes.count}
        data-muted={isMuted || undefined}
        role="img"
        aria-label={`${count} ${what}`}
      >
        {most(count)}
      </span>
    </>
  );
}

const most = (count: number) => (count > 99 ? "99+" : count);
