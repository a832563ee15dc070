import { Button, Center, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";
import { Icon } from "~/components/Icon";
import { useOverlay } from "~/hooks/useOverlay";

export function WelcomeRoute() {
  const open = useOverlay();
  return (
    <Center flex={1} p="md">
      <Stack align="center" gap="xs" maw={420}>
        <img src="/favicon.svg" width={64} height={64} alt="" />
        <Title order={1} size="h2" mt="sm">
          Good to see you
        </Title>
        <Text c="dimmed" ta="center">
          Choose a conversation, start a new one, or look around the public groups.
        </Text>
        <Group mt="md" gap="sm" justify="center">
          <Button leftSection={<Icon name="plus" size={18} />} onClick={() => open({ kind: "newRoom" })}>
            Start a conversation
          </Button>
          <Button component={Link} to="/discover" variant="default">
            Browse groups
          </Button>
        </Group>
      </Stack>
    </Center>
  );
}
