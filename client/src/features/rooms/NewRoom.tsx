import { Modal, Tabs } from "@mantine/core";
import { NewDirect } from "./NewDirect";
import { NewGroup } from "./NewGroup";

interface Props {
  onClose(): void;
  onOpened(roomId: string): void;
}

export default function NewRoom({ onClose, onOpened }: Props) {
  return (
    <Modal opened onClose={onClose} title="New conversation" closeButtonProps={{ "aria-label": "Close" }}>
      <Tabs defaultValue="direct" keepMounted={false}>
        <Tabs.List grow mb="md">
          <Tabs.Tab value="direct">One person</Tabs.Tab>
          <Tabs.Tab value="group">Group</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="direct">
          <NewDirect onOpened={onOpened} />
        </Tabs.Panel>
        <Tabs.Panel value="group">
          <NewGroup onOpened={onOpened} />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  );
}
