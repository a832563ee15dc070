import {
  type ClipboardEvent,
  type FormEvent,
  type KeyboardEvent,
  memo,
  type ReactNode,
  type Ref,
  useId,
  useRef,
  useState,
} from "react";
import { Icon } from "~/components/Icon";
import { useChat } from "~/hooks/useChat";
import type { Attached } from "~/lib/outbox/outbox";
import classes from "./Composer.module.css";
import type { Mentionable } from "./completion";
import { EmojiButton } from "./EmojiButton";
import { markOf } from "./formatting";
import { optionId, Suggestions } from "./Suggestions";
import { useDraft } from "./useDraft";
import { useField } from "./useField";
import { useSuggestions } from "./useSuggestions";
import { useTyping } from "./useTyping";

const LONGEST = 8_000; // characters, as the server has it

export interface ComposerProps {
  roomId: string;
  /** Whom one writes to. */
  to: string;
  /** Writes into the thread of this message. */
  replyToId?: string | null;
  people: readonly Mentionable[];
  /** The arrow up in an empty field: the last message is to be edited. */
  onEditLast?(): void;
  /** Files that were pasted or chosen. */
  onFiles?(files: File[]): void;
  /** Files on their way, above the field. */
  tray?: ReactNode;
  /** Gives the files to send with the message, and forgets them; null while some are still on their way. */
  takeFiles?(): readonly Attached[] | null;
  hasFiles?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
}

/** Enter sends, Shift and Enter starts a new line. */
export function Composer(props: ComposerProps) {
  const { roomId, to, replyToId = null, people, onEditLast, onFiles, takeFiles } = props;
  const { outbox } = useChat();
  const [content, setContent] = useDraft(replyToId ? `${roomId}/${replyToId}` : roomId);
  const [caret, setCaret] = useState(0);
  const typing = useTyping(roomId);
  const field = useField(props.ref, setContent, setCaret);
  const listId = useId();
  const suggestions = useSuggestions(content, caret, people, ({ text }, { from, to: end }) =>
    field.replace(from, end, text),
  );
  const isEmpty = content.trim() === "" && !props.hasFiles;

  function send(event?: FormEvent) {
    event?.preventDefault();
    if (isEmpty) return;
    const attachments = takeFiles ? takeFiles() : [];
    if (!attachments) return;
    outbox.add(roomId, content.trim(), { replyToId, attachments });
    setContent("");
    typing.stop();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (suggestions.onKeyDown(event) || event.nativeEvent.isComposing) return;
    const mark = markOf(event);
    if (mark) {
      event.preventDefault();
      field.mark(mark);
      return;
    }
    if (event.key === "ArrowUp" && content === "" && onEditLast) {
      event.preventDefault();
      onEditLast();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  }

  function onPaste(event: ClipboardEvent) {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || !onFiles) return;
    event.preventDefault();
    onFiles(files);
  }

  const isSuggesting = suggestions.shown.length > 0;
  return (
    <form className={classes.form} onSubmit={send}>
      <Suggestions id={listId} {...suggestions} onChoose={suggestions.choose} />
      {props.tray}
      <div className={classes.field}>
        {onFiles && <AttachButton onFiles={onFiles} />}
        <textarea
          ref={field.ref}
          className={classes.text}
          aria-label={replyToId ? "Reply" : "Message"}
          aria-controls={isSuggesting ? listId : undefined}
          aria-activedescendant={isSuggesting ? optionId(listId, suggestions.active) : undefined}
          placeholder={replyToId ? "Reply…" : `Message ${to}`}
          rows={1}
          maxLength={LONGEST}
          value={content}
          onChange={({ currentTarget }) => {
            setContent(currentTarget.value);
            setCaret(currentTarget.selectionStart); // with the text, so that the selection brings nothing new
            typing.type(currentTarget.value);
          }}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={typing.stop}
        />
        <EmojiButton onPick={field.insert} />
        <button type="submit" className={classes.send} data-small aria-label="Send" disabled={isEmpty}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}

const AttachButton = memo(function AttachButton({ onFiles }: { onFiles(files: File[]): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={classes.button}
        data-small
        aria-label="Attach files"
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to attach"
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = ""; // the same file may be chosen again
        }}
      />
    </>
  );
});
