import { Menu } from "@mantine/core";
import { Icon } from "~/components/Icon";

interface Props {
  icon: "reply" | "copy" | "link" | "eye" | "pencil" | "person" | "pin" | "flag" | "unread";
  onClick(): void;
  disabled?: boolean;
  children: string;
}

export function Item({ icon, onClick, disabled, children }: Props) {
  return (
    <Menu.Item leftSection={<Icon name={icon} size={16} />} onClick={onClick} disabled={disabled}>
      {children}
    </Menu.Item>
  );
}
