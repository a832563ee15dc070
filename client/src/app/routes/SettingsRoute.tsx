import { Button, Stack } from "@mantine/core";
import { Appearance } from "~/features/settings/Appearance";
import { BlockedPeople } from "~/features/settings/BlockedPeople";
import { NotificationSettings } from "~/features/settings/NotificationSettings";
import { PasswordForm } from "~/features/settings/PasswordForm";
import { ProfileForm } from "~/features/settings/ProfileForm";
import { ReceiptSwitch } from "~/features/settings/ReceiptSwitch";
import { SessionList } from "~/features/settings/SessionList";
import { SettingsCard } from "~/features/settings/SettingsCard";
import { useChat } from "~/hooks/useChat";
import { Page } from "../shell/Page";

export default function SettingsRoute() {
  const { signOut } = useChat();
  return (
    <Page title="Settings">
      <Stack gap="md">
        <SettingsCard title="Profile">
          <ProfileForm />
        </SettingsCard>
        <SettingsCard title="Appearance">
          <Appearance />
        </SettingsCard>
        <SettingsCard title="Notifications">
          <NotificationSettings />
        </SettingsCard>
        <SettingsCard title="Privacy">
          <ReceiptSwitch />
          <BlockedPeople />
        </SettingsCard>
        <SettingsCard title="Devices">
          <SessionList />
        </SettingsCard>
        <SettingsCard title="Password">
          <PasswordForm />
        </SettingsCard>
        <Button variant="subtle" color="red" onClick={() => void signOut()}>
          Sign out of this device
        </Button>
      </Stack>
    </Page>
  );
}
