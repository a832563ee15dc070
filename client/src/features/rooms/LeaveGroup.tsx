import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { Icon } from "~/components/Icon";
import { Refusal } from "~/components/Refusal";
import type { RoomMemberFragment, RoomStateFragment } from "~/gql/graphql";
import { useAttempt } from "~/hooks/useAttempt";
import { useAdministration } from "./administration";

interface Props {
  room: RoomStateFragment;
  members: readonly RoomMemberFragment[];
  onLeft(): void;
}

export function LeaveGroup({ room, members, onLeft }: Props) {
  const [isAsking, setAsking] = useState(false);
  const { leave } = useAdministration(room.id);
  const { attempt, busy, error } = useAttempt();
  const owners = members.filter(({ role }) => role === "OWNER").length;
  const isLastOwner = room.viewerMember?.role === "OWNER" && owners === 1 && room.memberCount > 1;

  if (!isAsking) {
    return (
      <Button
        variant="subtle"
        color="red"
        leftSection={<Icon name="leave" size={16} />}
        onClick={() => setAsking(true)}
      >
        Leave group
      </Button>
    );
  }
  return (
    <Stack gap="sm" role="group" aria-label="Leave group">
      <Refusal>{error}</Refusal>
      <Text size="sm">
        {isLastOwner
          ? "You are the only owner. Make somebody else an owner first, then leave."
          : room.isPrivate
            ? "You will see nothing of it any more, until somebody adds you again."
            : "You can join again whenever you like."}
      </Text>
      <Group gap="sm" grow>
        <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
          Stay
        </Button>
        <Button
          color="red"
          disabled={isLastOwner}
          loading={busy}
          onClick={async () => {
            if (await attempt(leave)) onLeft();
          }}
        >
          Leave
        </Button>
      </Group>
    </Stack>
  );
}
