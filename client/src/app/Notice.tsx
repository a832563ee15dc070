import { Button, Center, Loader, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  children: ReactNode;
  busy?: boolean;
  retry?: () => void;
}

/** A whole page with one thing to say. */
export function Notice({ children, busy, retry }: Props) {
  return (
    <Center h="100dvh" p="md">
      <Stack align="center" gap="sm" role="status">
        {busy && <Loader size="sm" />}
        <Text c="dimmed">{children}</Text>
        {retry && (
          <Button variant="light" onClick={retry}>
            Try again
          </Button>
        )}
      </Stack>
    </Center>
  );
}
