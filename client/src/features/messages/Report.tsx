import { useMutation } from "@apollo/client/react";
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Refusal } from "~/components/Refusal";
import { graphql } from "~/gql";
import type { MessageStateFragment } from "~/gql/graphql";
import { useAttempt } from "~/hooks/useAttempt";

const ReportMessage = graphql(`
  mutation ReportMessage($messageId: ID!, $reason: String!) {
    reportMessage(messageId: $messageId, reason: $reason)
  }
`);

interface Props {
  message: MessageStateFragment;
  onClose(): void;
}

/** Tells the owners and admins of the group what is wrong with a message. */
export default function Report({ message, onClose }: Props) {
  const [reason, setReason] = useState("");
  const [isSent, setSent] = useState(false);
  const [report] = useMutation(ReportMessage);
  const { attempt, busy, error } = useAttempt();

  async function send(event: FormEvent) {
    event.preventDefault();
    const variables = { messageId: message.id, reason: reason.trim() };
    if (await attempt(() => report({ variables }))) setSent(true);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title="Report message"
      size="sm"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {isSent ? (
        <Text role="status">Thank you. The owners and admins of this group will look at it.</Text>
      ) : (
        <form onSubmit={send}>
          <Stack gap="md">
            <Refusal>{error}</Refusal>
            <TextInput
              label="What is wrong with it?"
              description="Only the owners and admins of this group see this, and who reported it."
              required
              withAsterisk={false}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              data-autofocus
            />
            <Group gap="sm" justify="flex-end">
              <Button variant="subtle" color="gray" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={busy} disabled={!reason.trim()}>
                Report
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
