import { ActionIcon, Group, Popover } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { Icon } from "~/components/Icon";
import type { MessageStateFragment } from "~/gql/graphql";
import { useActions } from "./actions";
import { useToggleReaction } from "./mutations";
import { palette } from "./reactions";

const EmojiPicker = lazy(() => import("~/components/EmojiPicker"));

interface Props {
  message: MessageStateFragment;
  onOpenChange(open: boolean): void;
}

export function ReactionPicker({ message, onOpenChange }: Props) {
  const [opened, setOpened] = useState(false);
  const [showsAll, setShowsAll] = useState(false);
  const toggle = useToggleReaction(message);
  const { refuse } = useActions();

  function change(open: boolean) {
    setOpened(open);
    onOpenChange(open);
    if (open) setShowsAll(false);
  }

  async function pick(emoji: string) {
    change(false);
    const refused = await toggle(emoji);
    if (refused) refuse(refused);
  }

  return (
    <Popover opened={opened} onChange={change} position="top" trapFocus returnFocus shadow="md" withinPortal>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="React" onClick={() => change(!opened)}>
          <Icon name="smile" size={17} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        {showsAll ? (
          <Suspense fallback={null}>
            <EmojiPicker onPick={pick} />
          </Suspense>
        ) : (
          <Group gap={2} wrap="nowrap">
            {palette.map((emoji) => (
              <Quick key={emoji} emoji={emoji} onPick={pick} />
            ))}
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label="More reactions"
              onClick={() => setShowsAll(true)}
            >
              <Icon name="plus" size={18} />
            </ActionIcon>
          </Group>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function Quick({ emoji, onPick }: { emoji: string; onPick(emoji: string): void }) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      fz={20}
      aria-label={`React with ${emoji}`}
      onClick={() => onPick(emoji)}
    >
      {emoji}
    </ActionIcon>
  );
}
