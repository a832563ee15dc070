import { UnstyledButton } from "@mantine/core";
import { Icon } from "~/components/Icon";
import type { MessageStateFragment } from "~/gql/graphql";
import { useActions } from "./actions";
import classes from "./ThreadLink.module.css";

/** How many have replied: it leads to their thread. */
export function ThreadLink({ message: { id, replyCount } }: { message: MessageStateFragment }) {
  const { openThread } = useActions();
  if (replyCount === 0) return null;
  return (
    <UnstyledButton className={classes.link} onClick={() => openThread(id)}>
      <Icon name="speech" size={14} />
      {replyCount} {replyCount === 1 ? "reply" : "replies"}
    </UnstyledButton>
  );
}
