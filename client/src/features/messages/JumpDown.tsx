import { UnstyledButton } from "@mantine/core";
import { Icon } from "~/components/Icon";
import classes from "./JumpDown.module.css";

/** Leads to the newest message, and says how many of them are unread. */
export function JumpDown({ unread, onClick }: { unread: number; onClick: () => void }) {
  const isNews = unread > 0;
  return (
    <UnstyledButton
      className={classes.pill}
      data-news={isNews || undefined}
      aria-label={isNews ? undefined : "Latest messages"}
      onClick={onClick}
    >
      {isNews && (unread === 1 ? "1 new message" : `${unread > 99 ? "99+" : unread} new messages`)}
      <Icon name="down" size={18} />
    </UnstyledButton>
  );
}
