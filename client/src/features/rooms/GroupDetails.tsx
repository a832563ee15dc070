import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { Icon } from "~/components/Icon";
import type { RoomMemberFragment, RoomStateFragment } from "~/gql/graphql";
import { inWords } from "~/lib/duration";
import { AddMembers } from "./AddMembers";
import { EditGroup } from "./EditGroup";
import { LeaveGroup } from "./LeaveGroup";
import { MemberList } from "./MemberList";

interface Props {
  room: RoomStateFragment;
  members: readonly RoomMemberFragment[];
  onLeft(): void;
}

export function GroupDetails({ room, members, onLeft }: Props) {
  const [task, setTask] = useState<"edit" | "add" | null>(null);
  const role = room.viewerMember?.role;
  const isStaff = role === "OWNER" || role === "ADMIN";
  return (
    <Stack gap="lg">
      <Text c="dimmed" size="sm">
        {room.isPrivate
          ? "Private: only people who are added see it."
          : "Public: anyone can find it and join."}
        {room.slowModeSeconds > 0 && ` Slow mode: members write once in ${inWords(room.slowModeSeconds)}.`}
      </Text>
      {isStaff && (
        <Group gap="sm" grow>
          <Button
            variant="default"
            leftSection={<Icon name="pencil" size={16} />}
            aria-expanded={task === "edit"}
            onClick={() => setTask(task === "edit" ? null : "edit")}
          >
            Edit group
          </Button>
          <Button
            variant="default"
            leftSection={<Icon name="addPerson" size={16} />}
            aria-expanded={task === "add"}
            onClick={() => setTask(task === "add" ? null : "add")}
          >
            Add people
          </Button>
        </Group>
      )}
      {task === "edit" && <EditGroup room={room} onDone={() => setTask(null)} />}
      {task === "add" && <AddMembers roomId={room.id} members={members} />}
      <MemberList room={room} members={members} />
      {role && <LeaveGroup room={room} members={members} onLeft={onLeft} />}
    </Stack>
  );
}
