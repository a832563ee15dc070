import { Button, Group, Text } from "@mantine/core";

interface Props {
  children: string;
  reload(): Promise<unknown>;
}

/** What stands where something could not be loaded. That it fails again shows here, too. */
export function NotLoaded({ children, reload }: Props) {
  return (
    <Group gap="sm" role="status">
      <Text c="dimmed" size="sm">
        {children}
      </Text>
      <Button variant="light" size="compact-sm" onClick={() => void reload().catch(() => undefined)}>
        Try again
      </Button>
    </Group>
  );
}
