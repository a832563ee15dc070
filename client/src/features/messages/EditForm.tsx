import { Button, Group, Stack, Textarea } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import type { MessageStateFragment } from "~/gql/graphql";
import { useActions } from "./actions";
import classes from "./EditForm.module.css";
import { useEditMessage } from "./mutations";

/** Enter saves, Escape leaves it as it was. */
export default function EditForm({ message }: { message: MessageStateFragment }) {
  const actions = useActions();
  const edit = useEditMessage(message);
  const onDone = () => actions.edit(null);
  const [content, setContent] = useState(message.content);
  const [error, setError] = useState<string | null>(null);

  const isEmpty = content.trim() === "" && message.attachments.length === 0;

  async function save(event?: FormEvent) {
    event?.preventDefault();
    if (isEmpty) return;
    const refused = content === message.content ? null : await edit(content);
    if (refused) setError(refused);
    else onDone();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") {
      event.preventDefault(); // nothing else closes with it
      onDone();
    }
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void save();
  }

  return (
    <form onSubmit={save} aria-label="Edit message">
      <Stack gap={6} className={classes.form}>
        <Textarea
          aria-label="Message text"
          autosize
          maxRows={10}
          value={content}
          onChange={(event) => setContent(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          error={error}
          autoFocus
          onFocus={(event) => event.currentTarget.setSelectionRange(content.length, content.length)}
        />
        <Group gap={6} justify="flex-end">
          <Button size="compact-sm" variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button size="compact-sm" type="submit" disabled={isEmpty}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
