import { Button, Group, Stack } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { Icon } from "~/components/Icon";
import type { RoomMemberFragment, RoomStateFragment } from "~/gql/graphql";
import type { DetailsPage } from "~/hooks/useOverlay";
import { isStaff } from "~/lib/roles";
import { AddMembers } from "./AddMembers";
import { EditGroup } from "./EditGroup";
import { LeaveGroup } from "./LeaveGroup";
import { MemberList } from "./MemberList";
import { StaffPages } from "./StaffPages";

const Invites = lazy(() => import("./Invites"));

interface Props {
  room: RoomStateFragment;
  members: readonly RoomMemberFragment[];
  onLeft(): void;
  /** Which of the pages for owners and admins was open before. */
  from: DetailsPage | null;
  onPage(page: DetailsPage): void;
}

export function GroupDetails({ room, members, onLeft, from, onPage }: Props) {
  const [task, setTask] = useState<"edit" | "add" | "invite" | null>(null);
  const role = room.viewerMember?.role;
  return (
    <Stack gap="lg">
      {isStaff(room) && (
        <Group gap="xs" grow preventGrowOverflow={false}>
          <Button
            variant="default"
            px={8}
            leftSection={<Icon name="pencil" size={16} />}
            aria-expanded={task === "edit"}
            onClick={() => setTask(task === "edit" ? null : "edit")}
          >
            Edit group
          </Button>
          <Button
            variant="default"
            px={8}
            leftSection={<Icon name="addPerson" size={16} />}
            aria-expanded={task === "add"}
            onClick={() => setTask(task === "add" ? null : "add")}
          >
            Add people
          </Button>
          <Button
            variant="default"
            px={8}
            leftSection={<Icon name="link" size={16} />}
            aria-expanded={task === "invite"}
            onClick={() => setTask(task === "invite" ? null : "invite")}
          >
            Invite links
          </Button>
        </Group>
      )}
      {task === "edit" && <EditGroup room={room} onDone={() => setTask(null)} />}
      {task === "add" && <AddMembers roomId={room.id} members={members} />}
      {task === "invite" && (
        <Suspense>
          <Invites roomId={room.id} />
        </Suspense>
      )}
      {isStaff(room) && <StaffPages roomId={room.id} from={from} onPage={onPage} />}
      <MemberList room={room} members={members} />
      {role && <LeaveGroup room={room} members={members} onLeft={onLeft} />}
    </Stack>
  );
}
