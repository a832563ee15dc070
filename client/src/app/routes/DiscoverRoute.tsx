import { ActionIcon, Container, Group, ScrollArea, Title } from "@mantine/core";
import { Link, useNavigate } from "react-router";
import { Icon } from "~/components/Icon";
import { DiscoverRooms } from "~/features/rooms/DiscoverRooms";

export default function DiscoverRoute() {
  const navigate = useNavigate();
  return (
    <ScrollArea flex={1}>
      <Container size="sm" py="lg">
        <Group gap="xs" mb="md">
          <ActionIcon component={Link} to="/" variant="subtle" hiddenFrom="sm" aria-label="Back to rooms">
            <Icon name="back" />
          </ActionIcon>
          <Title order={1} size="h3">
            Discover groups
          </Title>
        </Group>
        <DiscoverRooms onOpen={(roomId) => navigate(`/rooms/${roomId}`)} />
      </Container>
    </ScrollArea>
  );
}
