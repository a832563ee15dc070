import { Popover } from "@mantine/core";
import { lazy, memo, Suspense, useState } from "react";
import { Icon } from "~/components/Icon";
import classes from "./Composer.module.css";

const EmojiPicker = lazy(() => import("~/components/EmojiPicker"));

/** It does not render anew with each character that is typed beside it. */
export const EmojiButton = memo(function EmojiButton({ onPick }: { onPick(emoji: string): void }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="top-end" trapFocus shadow="md" withinPortal>
      <Popover.Target>
        <button
          type="button"
          className={classes.button}
          data-small
          aria-label="Emoji"
          onClick={() => setOpened(!opened)}
        >
          <Icon name="smile" />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <Suspense fallback={null}>
          <EmojiPicker
            onPick={(emoji) => {
              setOpened(false);
              onPick(emoji);
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
});
