import { ActionIcon, Menu } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { Icon } from "~/components/Icon";
import { getFragmentData } from "~/gql";
import type { MessageStateFragment } from "~/gql/graphql";
import { useOverlay } from "~/hooks/useOverlay";
import { Person } from "~/lib/fragments";
import { useActions } from "./actions";
import { Item } from "./Item";
import classes from "./MessageMenu.module.css";
import { useDeleteMessage, useToggleReaction } from "./mutations";
import { RoomItems } from "./RoomItems";
import { palette } from "./reactions";

const ReadBy = lazy(() => import("./ReadBy"));
const Report = lazy(() => import("./Report"));

interface Props {
  message: MessageStateFragment;
  isOwn: boolean;
  mayDelete: boolean;
  isInThread?: boolean;
  opened: boolean;
  onChange(opened: boolean): void;
}

export function MessageMenu({ message, isOwn, mayDelete, isInThread, opened, onChange }: Props) {
  const { openThread, linkTo, edit } = useActions();
  const open = useOverlay();
  const sender = getFragmentData(Person, message.sender);
  const [shown, setShown] = useState<"readers" | "report" | null>(null);
  const copy = (text: string) => void navigator.clipboard?.writeText(text);
  return (
    <>
      <Menu position="bottom-end" withinPortal opened={opened} onChange={onChange} width={220}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label="More">
            <Icon name="dots" size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <QuickReactions message={message} />
          {!isInThread && (
            <Item icon="reply" onClick={() => openThread(message.replyTo?.id ?? message.id)}>
              Reply in thread
            </Item>
          )}
          {message.content && (
            <Item icon="copy" onClick={() => copy(message.content)}>
              Copy text
            </Item>
          )}
          <Item icon="link" onClick={() => copy(linkTo(message.id))}>
            Copy link
          </Item>
          {!isOwn && (
            <Item icon="person" onClick={() => open({ kind: "person", userId: sender.id })}>
              Profile
            </Item>
          )}
          <Item icon="eye" onClick={() => setShown("readers")}>
            Who has read it
          </Item>
          {isOwn && (
            <Item icon="pencil" onClick={() => edit(message.id)}>
              Edit
            </Item>
          )}
          <RoomItems message={message} isOwn={isOwn} onReport={() => setShown("report")} />
          {mayDelete && <Delete message={message} />}
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {shown === "readers" && <ReadBy message={message} onClose={() => setShown(null)} />}
        {shown === "report" && <Report message={message} onClose={() => setShown(null)} />}
      </Suspense>
    </>
  );
}

function QuickReactions({ message }: { message: MessageStateFragment }) {
  const toggle = useToggleReaction(message);
  const { refuse } = useActions();
  return (
    <div className={classes.reactions}>
      {palette.map((emoji) => (
        <Menu.Item
          key={emoji}
          className={classes.reaction}
          aria-label={`React with ${emoji}`}
          onClick={async () => {
            const refused = await toggle(emoji);
            if (refused) refuse(refused);
          }}
        >
          {emoji}
        </Menu.Item>
      ))}
    </div>
  );
}

/** Asks once more before it is done: what is deleted does not come back. */
function Delete({ message }: { message: MessageStateFragment }) {
  const [isAsking, setAsking] = useState(false);
  const remove = useDeleteMessage(message);
  const { refuse } = useActions();
  return (
    <Menu.Item
      color="red"
      closeMenuOnClick={isAsking}
      leftSection={<Icon name="trash" size={16} />}
      onClick={async () => {
        if (!isAsking) return setAsking(true);
        const refused = await remove();
        if (refused) refuse(refused);
      }}
    >
      {isAsking ? "Delete for everyone" : "Delete"}
    </Menu.Item>
  );
}
