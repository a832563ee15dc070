import { useApolloClient } from "@apollo/client/react";
import { Button, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { Refusal } from "~/components/Refusal";
import { getFragmentData } from "~/gql";
import type { RoomMemberFragment, RoomStateFragment } from "~/gql/graphql";
import { useAttempt } from "~/hooks/useAttempt";
import { Person } from "~/lib/fragments";
import { useAdministration } from "./administration";
import { MemberItem } from "./MemberItem";
import classes from "./MemberList.module.css";
import { useMoreMembers } from "./useMoreMembers";

const RANK = { OWNER: 0, ADMIN: 1, MEMBER: 2 } as const;
const FILTERED_FROM = 8; // fewer members are seen at a glance

interface Props {
  room: RoomStateFragment;
  members: readonly RoomMemberFragment[];
}

export function MemberList({ room, members }: Props) {
  const [text, setText] = useState("");
  const { all, hasMore, loadMore } = useMoreMembers(room.id, room.memberCount, members, useApolloClient());
  const administration = useAdministration(room.id);
  const { attempt, error } = useAttempt();
  const shown = all.filter((member) => isCalled(member, text)).sort(byRank);
  return (
    <Stack gap="xs">
      <Title order={3} size="md">
        {room.memberCount} {room.memberCount === 1 ? "member" : "members"}
      </Title>
      <Refusal>{error}</Refusal>
      {room.memberCount > FILTERED_FROM && (
        <TextInput
          type="search"
          size="sm"
          aria-label="Find a member"
          placeholder="Find a member"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <ul className={classes.list} aria-label="Members">
        {shown.map((member) => (
          <MemberItem
            key={getFragmentData(Person, member.user).id}
            member={member}
            ownRole={room.viewerMember?.role ?? null}
            onRole={(userId, role) => void attempt(() => administration.setRole(userId, role))}
            onRemove={(userId) => void attempt(() => administration.removeMember(userId))}
          />
        ))}
      </ul>
      {shown.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          No member is called that.
        </Text>
      )}
      {hasMore && (
        <Button variant="subtle" size="compact-sm" onClick={() => void attempt(loadMore)}>
          Show more
        </Button>
      )}
    </Stack>
  );
}

function isCalled(member: RoomMemberFragment, text: string): boolean {
  const { displayName, username } = getFragmentData(Person, member.user);
  return `${displayName} ${username}`.toLowerCase().includes(text.trim().toLowerCase());
}

function byRank(a: RoomMemberFragment, b: RoomMemberFragment): number {
  const [one, other] = [getFragmentData(Person, a.user), getFragmentData(Person, b.user)];
  return RANK[a.role] - RANK[b.role] || one.displayName.localeCompare(other.displayName);
}
