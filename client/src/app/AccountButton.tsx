import { Group, Text, UnstyledButton } from "@mantine/core";
import type { ComponentProps } from "react";
import { PersonAvatar } from "~/components/PersonAvatar";
import { useChat } from "~/hooks/useChat";
import classes from "./AccountButton.module.css";

/** Who is signed in. */
export function AccountButton(props: ComponentProps<"button">) {
  const { viewer } = useChat();
  return (
    <UnstyledButton aria-label="Account" aria-haspopup="menu" {...props} className={classes.account}>
      <Group gap="sm" wrap="nowrap">
        <PersonAvatar person={viewer} size={34} />
        <div style={{ minWidth: 0 }}>
          <Text size="sm" fw={600} truncate>
            {viewer.displayName}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            @{viewer.username}
          </Text>
        </div>
      </Group>
    </UnstyledButton>
  );
}
