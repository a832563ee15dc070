import { ActionIcon, Button, Loader } from "@mantine/core";
import type { HTMLAttributes, ReactNode } from "react";
import { Icon } from "~/components/Icon";
import type { MessageStateFragment } from "~/gql/graphql";
import { useEscape } from "~/hooks/useEscape";
import { FollowButton } from "./FollowButton";
import classes from "./ThreadPanel.module.css";
import { useFollowEnd } from "./useFollowEnd";
import { useThread } from "./useThread";

interface Props {
  rootId: string;
  /** Shows one message; `opensGroup` if another sender spoke before it. */
  renderMessage(message: MessageStateFragment, opensGroup: boolean): ReactNode;
  /** Replies that the server does not have yet, less those that are stored by now. */
  renderUnsent(stored: ReadonlySet<string | null>): ReactNode;
  composer: ReactNode;
  /** Of whoever takes what is dropped here, and says so meanwhile. */
  drop: { handlers: HTMLAttributes<HTMLElement>; over: ReactNode };
  onClose(): void;
}

/** A thread beside the room: the message that opened it, its replies, and where to write one. */
export function ThreadPanel({ rootId, renderMessage, renderUnsent, composer, drop, onClose }: Props) {
  const thread = useThread(rootId);
  const list = useFollowEnd(thread.replies.length);

  useEscape(onClose);

  return (
    <aside className={classes.panel} aria-label="Thread" {...drop.handlers}>
      <header className={classes.header}>
        <h2 className={classes.title}>Thread</h2>
        {thread.root && <FollowButton rootId={rootId} />}
        <ActionIcon variant="subtle" color="gray" size={36} aria-label="Close the thread" onClick={onClose}>
          <Icon name="close" />
        </ActionIcon>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.list} ref={list} tabIndex={0} aria-label="Replies">
        {thread.error && (
          <div className={classes.notice} role="status">
            <p>The thread could not be loaded.</p>
            <Button variant="light" onClick={thread.reload}>
              Try again
            </Button>
          </div>
        )}
        {!thread.root && !thread.error && (
          <div className={classes.notice}>
            <Loader size="sm" aria-label="Loading the thread" />
          </div>
        )}
        {thread.root && renderMessage(thread.root, true)}
        {thread.root && <Count count={thread.root.replyCount} />}
        {thread.replies.map((reply, index) =>
          renderMessage(reply, thread.opensGroup(reply, thread.replies[index - 1])),
        )}
        {thread.hasMore && (
          <Button variant="subtle" size="compact-sm" className={classes.more} onClick={thread.loadMore}>
            Show more replies
          </Button>
        )}
        {renderUnsent(new Set(thread.replies.map(({ clientId }) => clientId)))}
      </section>
      {thread.root && composer}
      {drop.over}
    </aside>
  );
}

function Count({ count }: { count: number }) {
  const words = count === 0 ? "No replies yet" : `${count} ${count === 1 ? "reply" : "replies"}`;
  return <div className={classes.count}>{words}</div>;
}
