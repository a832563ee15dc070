import { Center, Stack, Text } from "@mantine/core";

export function WelcomeRoute() {
  return (
    <Center flex={1} p="md">
      <Stack align="center" gap="xs">
        <img src="/favicon.svg" width={56} height={56} alt="" />
        <Text c="dimmed" ta="center">
          Choose a conversation, or start a new one.
        </Text>
      </Stack>
    </Center>
  );
}
