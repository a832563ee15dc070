import { ActionIcon, AppShell, Button, Group, Stack, Text, Tooltip } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { Link, Outlet, useLocation, useNavigate } from "react-router";
import { Icon } from "~/components/Icon";
import { LineBanner } from "~/features/presence/LineBanner";
import { RoomList } from "~/features/rooms/RoomList";
import { useUnreadTitle } from "~/features/rooms/useUnreadTitle";
import { AccountMenu } from "../AccountMenu";
import classes from "./ChatLayout.module.css";

const NewRoom = lazy(() => import("~/features/rooms/NewRoom"));

/** The rooms beside what is open; on a narrow screen one or the other. */
export function ChatLayout() {
  const isInside = useLocation().pathname !== "/";
  useUnreadTitle();
  return (
    <AppShell
      padding={0}
      navbar={{
        width: { base: "100%", sm: 300, lg: 340 },
        breakpoint: "sm",
        collapsed: { mobile: isInside },
      }}
    >
      <AppShell.Navbar>
        <Sidebar />
      </AppShell.Navbar>
      <AppShell.Main className={classes.main}>
        <LineBanner />
        <Suspense>
          <Outlet />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}

function Sidebar() {
  const [isCreating, setCreating] = useState(false);
  const navigate = useNavigate();
  return (
    <Stack gap={0} h="100%">
      <Group justify="space-between" px="md" h={60} wrap="nowrap" className={classes.top}>
        <Group gap="xs" wrap="nowrap">
          <img src="/favicon.svg" width={26} height={26} alt="" />
          <Text fw={700} size="lg">
            Parley
          </Text>
        </Group>
        <Group gap={4} wrap="nowrap">
          <Tooltip label="Discover groups">
            <ActionIcon
              component={Link}
              to="/discover"
              variant="subtle"
              color="gray"
              size="lg"
              aria-label="Discover groups"
            >
              <Icon name="compass" />
            </ActionIcon>
          </Tooltip>
          <Button
            size="compact-md"
            leftSection={<Icon name="plus" size={16} />}
            onClick={() => setCreating(true)}
          >
            New
          </Button>
        </Group>
      </Group>
      <RoomList />
      <AccountMenu />
      {isCreating && (
        <Suspense>
          <NewRoom
            onClose={() => setCreating(false)}
            onOpened={(roomId) => {
              setCreating(false);
              void navigate(`/rooms/${roomId}`);
            }}
          />
        </Suspense>
      )}
    </Stack>
  );
}
