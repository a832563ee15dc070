import { NavLink } from "react-router";
import { Icon } from "~/components/Icon";
import { UnreadCount } from "~/components/UnreadCount";
import { useMentionCount } from "~/hooks/useMentionCount";
import { useUnreadThreads } from "~/hooks/useUnreadThreads";
import classes from "./Activity.module.css";

/** What concerns the viewer in all rooms together. */
export function Activity() {
  const mentions = useMentionCount();
  const threads = useUnreadThreads();
  return (
    <nav className={classes.activity} aria-label="Activity">
      <NavLink to="/threads" className={classes.link}>
        <Icon name="speech" size={18} />
        Threads
        <span className={classes.count}>
          <UnreadCount count={threads} what={threads === 1 ? "unread thread" : "unread threads"} />
        </span>
      </NavLink>
      <NavLink to="/mentions" className={classes.link}>
        <Icon name="at" size={18} />
        Mentions
        <span className={classes.count}>
          <UnreadCount count={mentions} />
        </span>
      </NavLink>
    </nav>
  );
}
