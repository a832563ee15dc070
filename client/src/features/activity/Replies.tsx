import { UnreadCount } from "~/components/UnreadCount";
import classes from "./Replies.module.css";

/** How many replies a thread has, and how many of them are new. */
export function Replies({ count, unread }: { count: number; unread: number }) {
  return (
    <div className={classes.replies}>
      {count} {count === 1 ? "reply" : "replies"}
      <UnreadCount count={unread} />
    </div>
  );
}
