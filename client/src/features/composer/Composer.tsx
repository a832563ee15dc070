import { ActionIcon, Group, Textarea } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, type Ref, useState } from "react";
import { Icon } from "~/components/Icon";
import { useChat } from "~/hooks/useChat";
import { useTyping } from "./useTyping";

const LONGEST = 8_000; // characters, as the server has it

interface Props {
  roomId: string;
  /** Whom one writes to. */
  to: string;
  /** The arrow up in an empty field: the last message is to be edited. */
  onEditLast?(): void;
  ref?: Ref<HTMLTextAreaElement>;
}

/** Enter sends, Shift and Enter starts a new line. */
export function Composer({ roomId, to, onEditLast, ref }: Props) {
  const { outbox } = useChat();
  const [content, setContent] = useState("");
  const typing = useTyping(roomId);
  const isEmpty = content.trim() === "";

  function send(event?: FormEvent) {
    event?.preventDefault();
    if (isEmpty) return;
    outbox.add(roomId, content.trim());
    setContent("");
    typing.stop();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "ArrowUp" && content === "" && onEditLast) {
      event.preventDefault();
      onEditLast();
    }
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }

  return (
    <Group component="form" onSubmit={send} gap="xs" px="md" pb="md" pt={4} align="flex-end" wrap="nowrap">
      <Textarea
        ref={ref}
        flex={1}
        aria-label="Message"
        placeholder={`Message ${to}`}
        autosize
        maxRows={8}
        maxLength={LONGEST}
        radius="lg"
        size="md"
        value={content}
        onChange={(event) => {
          setContent(event.currentTarget.value);
          typing.type(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={typing.stop}
      />
      <ActionIcon type="submit" size={42} radius="xl" aria-label="Send" disabled={isEmpty}>
        <Icon name="send" />
      </ActionIcon>
    </Group>
  );
}
