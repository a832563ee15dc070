import { useMutation } from "@apollo/client/react";
import { Button, Group, NativeSelect, Skeleton, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { Refusal } from "~/components/Refusal";
import { graphql } from "~/gql";
import { useAttempt } from "~/hooks/useAttempt";
import { inWords } from "~/lib/duration";
import { messageOf } from "~/lib/errors";
import { InviteItem } from "./InviteItem";
import classes from "./Invites.module.css";
import { useInvites } from "./useInvites";

const CreateInvite = graphql(`
  mutation CreateInvite($input: CreateInviteInput!) {
    createInvite(input: $input) { ...InviteLink }
  }
`);

const RevokeInvite = graphql(`
  mutation RevokeInvite($id: ID!) {
    revokeInvite(id: $id)
  }
`);

const DAY = 86_400; // seconds
const LIFETIMES = [DAY / 24, DAY, 7 * DAY, 30 * DAY, 365 * DAY].map((seconds) => ({
  value: String(seconds),
  label: inWords(seconds),
}));
const USES = [
  { value: "", label: "No limit" },
  ...["1", "5", "10", "25", "100"].map((count) => ({
    value: count,
    label: count === "1" ? "Once" : `${count} times`,
  })),
];

/** The links into a group that are good, and making another one. */
export default function Invites({ roomId }: { roomId: string }) {
  const { invites, error, reload } = useInvites(roomId);
  const [create] = useMutation(CreateInvite);
  const [revoke] = useMutation(RevokeInvite);
  const [expiresIn, setExpiresIn] = useState(String(7 * DAY));
  const [uses, setUses] = useState("");
  const { attempt, busy, error: refused } = useAttempt();

  const change = (work: () => Promise<unknown>) => void attempt(() => work().then(() => reload()));
  const make = () => {
    const input = { roomId, expiresIn: Number(expiresIn), maxUses: uses ? Number(uses) : null };
    change(() => create({ variables: { input } }));
  };

  return (
    <Stack gap="sm" role="group" aria-label="Invite links">
      <Group gap="sm" grow align="flex-end">
        <NativeSelect
          label="Good for"
          data={LIFETIMES}
          value={expiresIn}
          onChange={(event) => setExpiresIn(event.currentTarget.value)}
        />
        <NativeSelect
          label="Can be used"
          data={USES}
          value={uses}
          onChange={(event) => setUses(event.currentTarget.value)}
        />
      </Group>
      <Button loading={busy} onClick={make}>
        Make a link
      </Button>
      <Refusal>{refused ?? (error && !invites ? messageOf(error) : null)}</Refusal>
      {!invites && !error && <Skeleton height={52} role="status" aria-label="Loading the links" />}
      {invites?.length === 0 && (
        <Text size="sm" c="dimmed">
          No link is good now. Whoever has one can join this group.
        </Text>
      )}
      <ul className={classes.list} aria-label="Links">
        {invites?.map((invite) => (
          <InviteItem
            key={invite.id}
            invite={invite}
            busy={busy}
            onRevoke={() => change(() => revoke({ variables: { id: invite.id } }))}
          />
        ))}
      </ul>
    </Stack>
  );
}
