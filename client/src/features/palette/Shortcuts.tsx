import { Kbd, Modal } from "@mantine/core";
import classes from "./Shortcuts.module.css";

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);
const MOD = isApple ? "⌘" : "Ctrl";
const ALT = isApple ? "⌥" : "Alt";

const SECTIONS: readonly { name: string; keys: readonly (readonly [string, ...string[]])[] }[] = [
  {
    name: "Everywhere",
    keys: [
      ["Find or jump to a conversation", MOD, "K"],
      ["Start a conversation", MOD, "Shift", "N"],
      ["Next conversation", ALT, "↓"],
      ["Previous conversation", ALT, "↑"],
      ["Next unread conversation", ALT, "Shift", "↓"],
      ["Previous unread conversation", ALT, "Shift", "↑"],
      ["Settings", MOD, ","],
      ["This list", MOD, "/"],
      ["Close what lies on top", "Esc"],
    ],
  },
  {
    name: "Writing",
    keys: [
      ["Send", "Enter"],
      ["New line", "Shift", "Enter"],
      ["Edit your last message", "↑"],
      ["Bold", MOD, "B"],
      ["Italic", MOD, "I"],
      ["Code", MOD, "E"],
      ["Struck through", MOD, "Shift", "X"],
    ],
  },
];

export default function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Keyboard shortcuts" centered>
      {SECTIONS.map(({ name, keys }) => (
        <section key={name} aria-label={name}>
          <h3 className={classes.heading}>{name}</h3>
          <dl className={classes.list}>
            {keys.map(([what, ...combination]) => (
              <div key={what} className={classes.row}>
                <dt>{what}</dt>
                <dd className={classes.keys}>
                  {combination.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}
