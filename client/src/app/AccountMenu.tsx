import { Group, Menu, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { PersonAvatar } from "~/components/PersonAvatar";
import { useChat } from "~/hooks/useChat";
import classes from "./AccountMenu.module.css";

export function AccountMenu() {
  const { viewer, signOut } = useChat();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="top-start" width="target" shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.account} aria-label="Account">
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
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Colours</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
        >
          <Menu.RadioItem value="auto">As the system</Menu.RadioItem>
          <Menu.RadioItem value="light">Light</Menu.RadioItem>
          <Menu.RadioItem value="dark">Dark</Menu.RadioItem>
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item component="a" href="/graphql">
          GraphiQL
        </Menu.Item>
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
