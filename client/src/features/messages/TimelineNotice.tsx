import { Button, Center, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  children: ReactNode;
  action: string;
  onAction(): void;
}

/** What stands in the place of messages that cannot be shown. */
export function TimelineNotice({ children, action, onAction }: Props) {
  return (
    <Center flex={1} p="md">
      <Stack align="center" gap="sm" role="status">
        <Text c="dimmed" ta="center">
          {children}
        </Text>
        <Button variant="light" onClick={onAction}>
          {action}
        </Button>
      </Stack>
    </Center>
  );
}
