import { Button, Group, Stack, Textarea } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import type { MessageStateFragment } from "~/gql/graphql";
import { useEditMessage } from "./mutations";

interface Props {
  message: MessageStateFragment;
  onDone(): void;
}

/** Enter saves, Escape leaves it as it was. */
export function EditForm({ message, onDone }: Props) {
  const edit = useEditMessage(message);
  const [content, setContent] = useState(message.content);
  const [error, setError] = useState<string | null>(null);

  async function save(event?: FormEvent) {
    event?.preventDefault();
    if (content.trim() === "") return;
    const refused = content === message.content ? null : await edit(content);
    if (refused) setError(refused);
    else onDone();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") onDone();
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void save();
  }

  return (
    <form onSubmit={save} aria-label="Edit message">
      <Stack gap={6} miw={220}>
        <Textarea
          aria-label="Message text"
          autosize
          maxRows={10}
          value={content}
          onChange={(event) => setContent(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          error={error}
          data-autofocus
          autoFocus
        />
        <Group gap={6} justify="flex-end">
          <Button size="compact-sm" variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button size="compact-sm" type="submit" variant="white">
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
