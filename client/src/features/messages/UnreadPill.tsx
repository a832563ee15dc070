import { CloseButton, UnstyledButton } from "@mantine/core";
import { useCallback } from "react";
import { Icon } from "~/components/Icon";
import { useEscape } from "~/hooks/useEscape";
import { sinceWhen } from "~/lib/dates";
import classes from "./UnreadPill.module.css";
import type { FirstUnread } from "./useFirstUnread";

interface Props {
  first: FirstUnread;
  count: number;
  onJump(messageId: string): void;
  onMarkRead(): void;
}

/** Leads up to the first unread message, which is not on screen. Escape, or the cross, lets all of them be read. */
export function UnreadPill({ first, count, onJump, onMarkRead }: Props) {
  useEscape(
    useCallback(() => {
      if (document.querySelector("aside") === null) onMarkRead(); // a thread beside it closes first
    }, [onMarkRead]),
  );

  return (
    <div className={classes.pill}>
      <UnstyledButton className={classes.jump} onClick={() => onJump(first.id)}>
        <Icon name="up" size={16} />
        <span className={classes.text}>
          {count === 1 ? "1 new message" : `${count.toLocaleString()} new messages`} since{" "}
          {sinceWhen(first.createdAt)}
        </span>
        <span className={classes.action}>Jump</span>
      </UnstyledButton>
      <CloseButton className={classes.read} size="sm" aria-label="Mark as read" onClick={onMarkRead} />
    </div>
  );
}
