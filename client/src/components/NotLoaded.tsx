import { Button, Group, Text } from "@mantine/core";

interface Props {
  children: string;
  reload(): Promise<unknown>;
  /** It stands where all else would, in the middle. */
  isAll?: boolean;
}

/** What stands where something could not be loaded. That it fails again shows here, too. */
export function NotLoaded({ children, reload, isAll = false }: Props) {
  return (
    <Group gap="sm" role="status" {...(isAll && { justify: "center", py: "xl" })}>
      <Text c="dimmed" size="sm">
        {children}
      </Text>
      <Button variant="light" size="compact-sm" onClick={() => void reload().catch(() => undefined)}>
        Try again
      </Button>
    </Group>
  );
}
