import { Group, UnstyledButton } from "@mantine/core";
import type { MessageStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { useToggleReaction } from "./mutations";
import classes from "./Reactions.module.css";

export function Reactions({ message }: { message: MessageStateFragment }) {
  const { viewer } = useChat();
  const toggle = useToggleReaction(message);
  if (message.reactions.length === 0) return null;
  return (
    <Group gap={4} className={classes.reactions}>
      {message.reactions.map(({ emoji, count, userIds }) => (
        <UnstyledButton
          key={emoji}
          className={classes.reaction}
          aria-pressed={userIds.includes(viewer.id)}
          aria-label={`${emoji}, ${count}`}
          onClick={() => toggle(emoji)}
        >
          {emoji} <span>{count}</span>
        </UnstyledButton>
      ))}
    </Group>
  );
}
