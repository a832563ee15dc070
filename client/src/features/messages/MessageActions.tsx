import { ActionIcon, Group, Menu, Popover } from "@mantine/core";
import { useState } from "react";
import { Icon } from "~/components/Icon";
import type { MessageStateFragment } from "~/gql/graphql";
import { useDeleteMessage, useToggleReaction } from "./mutations";
import { palette } from "./reactions";

interface Props {
  message: MessageStateFragment;
  isOwn: boolean;
  onEdit(): void;
}

export function MessageActions({ message, isOwn, onEdit }: Props) {
  return (
    <>
      <ReactionPicker message={message} />
      {isOwn && <OwnMenu message={message} onEdit={onEdit} />}
    </>
  );
}

function ReactionPicker({ message }: { message: MessageStateFragment }) {
  const [opened, setOpened] = useState(false);
  const toggle = useToggleReaction(message);
  return (
    <Popover opened={opened} onChange={setOpened} position="top" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="React" onClick={() => setOpened(!opened)}>
          <Icon name="smile" size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <Group gap={2} wrap="nowrap">
          {palette.map((emoji) => (
            <ActionIcon
              key={emoji}
              variant="subtle"
              color="gray"
              size="lg"
              fz={20}
              aria-label={`React with ${emoji}`}
              onClick={() => {
                setOpened(false);
                void toggle(emoji);
              }}
            >
              {emoji}
            </ActionIcon>
          ))}
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}

function OwnMenu({ message, onEdit }: Pick<Props, "message" | "onEdit">) {
  const remove = useDeleteMessage(message);
  return (
    <Menu position="top-end" shadow="md" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="More">
          <Icon name="dots" size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onEdit}>Edit</Menu.Item>
        <Menu.Item color="red" onClick={() => void remove()}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
