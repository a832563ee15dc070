import { Menu, useMantineColorScheme } from "@mantine/core";
import { Link } from "react-router";
import { Icon } from "~/components/Icon";
import { useChat } from "~/hooks/useChat";
import { useOverlay } from "~/hooks/useOverlay";
import { AccountButton } from "./AccountButton";

/** Comes when it is first asked for, and is open then. */
export default function AccountItems() {
  const { signOut } = useChat();
  const open = useOverlay();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="top-start" width={272} shadow="md" defaultOpened>
      <Menu.Target>
        <AccountButton />
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
        <Menu.Item component={Link} to="/settings" leftSection={<Icon name="settings" size={16} />}>
          Settings
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="keyboard" size={16} />}
          onClick={() => open({ kind: "shortcuts" })}
        >
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="leave" size={16} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
