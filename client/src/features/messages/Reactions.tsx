import { Tooltip, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import type { MessageStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { useActions } from "./actions";
import { useToggleReaction } from "./mutations";
import classes from "./Reactions.module.css";
import { useNames } from "./useNames";

export function Reactions({ message }: { message: MessageStateFragment }) {
  if (message.reactions.length === 0) return null;
  return (
    <div className={classes.reactions}>
      {message.reactions.map((reaction) => (
        <Reaction key={reaction.emoji} message={message} reaction={reaction} />
      ))}
    </div>
  );
}

interface Props {
  message: MessageStateFragment;
  reaction: MessageStateFragment["reactions"][number];
}

function Reaction({ message, reaction: { emoji, count, userIds } }: Props) {
  const { viewer } = useChat();
  const { refuse } = useActions();
  const toggle = useToggleReaction(message);
  const [asks, setAsks] = useState(false);
  const button = (
    <UnstyledButton
      className={classes.reaction}
      aria-pressed={userIds.includes(viewer.id)}
      aria-label={`${emoji}, ${count}`}
      onPointerEnter={() => setAsks(true)}
      onFocus={() => setAsks(true)}
      onClick={async () => {
        const refused = await toggle(emoji);
        if (refused) refuse(refused);
      }}
    >
      <span>{emoji}</span> {count}
    </UnstyledButton>
  );
  return asks ? (
    <Who roomId={message.roomId} userIds={userIds}>
      {button}
    </Who>
  ) : (
    button
  );
}

function Who({
  roomId,
  userIds,
  children,
}: {
  roomId: string;
  userIds: string[];
  children: React.ReactElement;
}) {
  const sentence = useNames(roomId, userIds);
  return (
    <Tooltip
      label={sentence}
      multiline
      maw={260}
      openDelay={200}
      events={{ hover: true, focus: true, touch: false }}
    >
      {children}
    </Tooltip>
  );
}
