import { ActionIcon } from "@mantine/core";
import { Icon } from "~/components/Icon";
import type { MessageStateFragment } from "~/gql/graphql";
import { useActions } from "./actions";
import { MessageMenu } from "./MessageMenu";
import classes from "./MessageTools.module.css";
import { ReactionPicker } from "./ReactionPicker";
import type { Tools } from "./useTools";

interface Props {
  message: MessageStateFragment;
  isOwn: boolean;
  mayDelete: boolean;
  isInThread?: boolean;
  tools: Tools;
}

/** What can be done with a message, beside it. */
export default function MessageTools({ message, isOwn, mayDelete, isInThread, tools }: Props) {
  const { openThread } = useActions();
  return (
    <div className={classes.bar}>
      <ReactionPicker message={message} onOpenChange={tools.setPicking} />
      {!isInThread && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Reply in thread"
          onClick={() => openThread(message.replyTo?.id ?? message.id)}
        >
          <Icon name="reply" size={17} />
        </ActionIcon>
      )}
      <MessageMenu
        message={message}
        isOwn={isOwn}
        mayDelete={mayDelete}
        isInThread={isInThread}
        opened={tools.isMenuOpen}
        onChange={tools.setMenuOpen}
      />
    </div>
  );
}
