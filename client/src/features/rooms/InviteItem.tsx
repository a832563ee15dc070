import { Button, Group, Text, TextInput } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { graphql } from "~/gql";
import type { InviteLinkFragment } from "~/gql/graphql";
import { fullTimeOf } from "~/lib/dates";
import { inWords } from "~/lib/duration";
import { invitePath } from "~/lib/paths";
import classes from "./Invites.module.css";

export const InviteLink = graphql(`
  fragment InviteLink on Invite {
    id
    code
    expiresAt
    maxUses
    uses
    createdBy { id displayName }
  }
`);

interface Props {
  invite: InviteLinkFragment;
  busy: boolean;
  onRevoke(): void;
}

export function InviteItem({ invite, busy, onRevoke }: Props) {
  const clipboard = useClipboard({ timeout: 3000 }); // 3 seconds
  const link = new URL(invitePath(invite.code), location.origin).href;
  return (
    <li className={classes.invite}>
      <TextInput
        size="sm"
        readOnly
        aria-label="Invite link"
        value={link}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Text size="xs" c="dimmed" title={fullTimeOf(invite.expiresAt)}>
        {usesOf(invite)} · {leftOf(invite)} · by {invite.createdBy.displayName}
      </Text>
      <Group gap="xs">
        <Button variant="light" size="compact-sm" onClick={() => clipboard.copy(link)}>
          <span role="status">{clipboard.copied ? "Copied" : "Copy link"}</span>
        </Button>
        <Button variant="subtle" color="red" size="compact-sm" disabled={busy} onClick={onRevoke}>
          Revoke
        </Button>
      </Group>
    </li>
  );
}

function usesOf({ uses, maxUses }: InviteLinkFragment): string {
  if (maxUses !== null) return `Used ${uses} of ${maxUses}`;
  return uses === 0 ? "Not used yet" : `Used ${uses === 1 ? "once" : `${uses} times`}`;
}

function leftOf({ expiresAt }: InviteLinkFragment): string {
  const seconds = Math.floor((Date.parse(expiresAt) - Date.now()) / 1000);
  return seconds > 0 ? `good for ${inWords(seconds)}` : "expired";
}
