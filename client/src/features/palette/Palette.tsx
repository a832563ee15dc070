import { Combobox, Modal, useCombobox } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { Icon } from "~/components/Icon";
import { PersonAvatar } from "~/components/PersonAvatar";
import { RoomAvatar } from "~/components/RoomAvatar";
import type { Overlay } from "~/hooks/useOverlay";
import type { TypedAhead } from "~/lib/typedAhead";
import classes from "./Palette.module.css";
import { type Choice, useChoices } from "./useChoices";

interface Props {
  /** What is typed from the key on that opened it until the field has the focus. */
  typed?: TypedAhead;
  onClose(): void;
  onGo(path: string): void;
  onOverlay(overlay: Overlay): void;
}

/** Finds conversations, people and pages by a few letters: the quickest way to anywhere. */
export default function Palette({ typed, onClose, onGo, onOverlay }: Props) {
  const [text, setText] = useState("");
  const sections = useChoices(text.trim(), { onGo, onOverlay });
  const choices = sections.flatMap((section) => section.choices);
  const combobox = useCombobox({ opened: true, onOpenedChange: (isOpen) => !isOpen && onClose() });
  const { selectFirstOption } = combobox;
  const firstKey = choices[0]?.key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: Enter takes what stands first, whenever that changes
  useEffect(() => void selectFirstOption(), [firstKey, choices.length]);

  const { field, receive } = useTypedAhead(typed, setText, () => choices[0]?.go());

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12vh"
      title="Find or jump to"
      classNames={{ header: classes.header }}
    >
      <Combobox
        store={combobox}
        onOptionSubmit={(key) => choices.find((choice) => choice.key === key)?.go()}
        withinPortal={false}
      >
        <div className={classes.field}>
          <Icon name="search" size={20} />
          <Combobox.EventsTarget>
            <input
              ref={field}
              className={classes.input}
              onFocus={receive}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              placeholder="Find or jump to…"
              aria-label="Find or jump to"
              autoComplete="off"
              spellCheck={false}
              data-autofocus
            />
          </Combobox.EventsTarget>
        </div>
        <Combobox.Options className={classes.options} aria-label="Results" tabIndex={0}>
          {sections.map(
            (section) =>
              section.choices.length > 0 && (
                <Combobox.Group key={section.name} label={section.name}>
                  {section.choices.map((choice) => (
                    <Combobox.Option key={choice.key} value={choice.key} className={classes.option}>
                      <Row choice={choice} />
                    </Combobox.Option>
                  ))}
                </Combobox.Group>
              ),
          )}
          {choices.length === 0 && <Combobox.Empty>Nothing is called that.</Combobox.Empty>}
        </Combobox.Options>
      </Combobox>
    </Modal>
  );
}

/** The field takes what was typed for it as soon as keys go to it. `onEnter` is called once its text is there. */
function useTypedAhead(
  typed: TypedAhead | undefined,
  setText: (change: (text: string) => string) => void,
  onEnter: () => void,
) {
  const field = useRef<HTMLInputElement>(null);
  const [isEntered, setEntered] = useState(false);

  function receive() {
    const taken = typed?.take();
    if (!taken) return;
    setText((text) => text + taken.text);
    setEntered(taken.isEntered);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once more while it is open
  useEffect(() => {
    if (document.activeElement === field.current) receive();
    else field.current?.focus();
  }, [typed]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with the choices of the text that came with it
  useEffect(() => {
    if (isEntered) onEnter();
  }, [isEntered]);
  return { field, receive };
}

function Row({ choice }: { choice: Choice }) {
  return (
    <>
      <span className={classes.face}>
        {choice.room ? (
          <RoomAvatar face={choice.room} size={28} />
        ) : choice.person ? (
          <PersonAvatar person={choice.person} size={28} withPresence />
        ) : (
          choice.icon && <Icon name={choice.icon} size={18} />
        )}
      </span>
      <span className={classes.label}>{choice.label}</span>
      {choice.hint && <span className={classes.hint}>{choice.hint}</span>}
    </>
  );
}
