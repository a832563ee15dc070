import { ActionIcon, Center, Drawer, Group, Loader } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { Icon } from "~/components/Icon";
import type { DetailsPage } from "~/hooks/useOverlay";
import { isStaff } from "~/lib/roles";
import { AboutRoom } from "./AboutRoom";
import { useRoom } from "./useRoom";

const PAGES = {
  reports: { title: "Reports", Page: lazy(() => import("./Reports")) },
  audit: { title: "Audit log", Page: lazy(() => import("./AuditLog")) },
};

interface Props {
  roomId: string;
  startAt?: DetailsPage;
  onClose(): void;
  onLeft(): void;
  onMessage(messageId: string): void;
}

/** All about one room; for owners and admins of a group with pages of their own. */
export default function RoomDetails({ roomId, startAt, onClose, onLeft, onMessage }: Props) {
  const { room, members } = useRoom(roomId);
  const [place, setPlace] = useState<{ page: DetailsPage | null; from: DetailsPage | null }>({
    page: startAt ?? null,
    from: null,
  });
  const shown = place.page && room && isStaff(room) ? PAGES[place.page] : null;
  const back = () => setPlace({ page: null, from: place.page });
  const about = room?.kind === "GROUP" ? "About this group" : "About this conversation";
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={420}
      title={shown ? <PageTitle title={shown.title} onBack={back} /> : about}
    >
      {room && !shown && (
        <AboutRoom
          room={room}
          members={members}
          onClose={onClose}
          onLeft={onLeft}
          onMessage={onMessage}
          from={place.from}
          onPage={(page) => setPlace({ page, from: null })}
        />
      )}
      {room && shown && (
        <Suspense fallback={<Waiting label={`Loading: ${shown.title}`} />}>
          <shown.Page roomId={roomId} onMessage={onMessage} />
        </Suspense>
      )}
      {!room && <Waiting label="Loading the room" />}
    </Drawer>
  );
}

function PageTitle({ title, onBack }: { title: string; onBack(): void }) {
  return (
    <Group gap="xs">
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        ml={-8}
        aria-label="Back to the details"
        onClick={onBack}
        autoFocus
      >
        <Icon name="back" />
      </ActionIcon>
      {title}
    </Group>
  );
}

function Waiting({ label }: { label: string }) {
  return (
    <Center py="xl">
      <Loader size="sm" aria-label={label} />
    </Center>
  );
}
