import { type EmojiData, EmojiPicker as Picker } from "frimousse";
import classes from "./EmojiPicker.module.css";

/** Emoji by group, with search and keyboard. Its data comes from this server, when it is first opened. */
export default function EmojiPicker({ onPick }: { onPick(emoji: string): void }) {
  return (
    <Picker.Root
      className={classes.root}
      columns={8}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
      resolveEmojiData={emojiData}
    >
      <Picker.Search className={classes.search} aria-label="Search emoji" placeholder="Search" autoFocus />
      <Picker.Viewport className={classes.viewport}>
        <Picker.Loading className={classes.notice}>Loading…</Picker.Loading>
        <Picker.Empty className={classes.notice}>There is no such emoji.</Picker.Empty>
        <Picker.List
          components={{
            CategoryHeader: ({ category, ...props }) => (
              <div className={classes.category} {...props}>
                {category.label}
              </div>
            ),
            Row: ({ children, ...props }) => (
              <div className={classes.row} {...props}>
                {children}
              </div>
            ),
            Emoji: ({ emoji, ...props }) => (
              <button type="button" className={classes.emoji} {...props}>
                {emoji.emoji}
              </button>
            ),
          }}
        />
      </Picker.Viewport>
    </Picker.Root>
  );
}

async function emojiData(locale: string): Promise<EmojiData> {
  const [{ default: emojis }, { default: names }] = await Promise.all([
    import("emojibase-data/en/compact.json"),
    import("emojibase-data/en/messages.json"),
  ]);
  const groups = names.groups.filter(({ key }) => key !== "component");
  const shown = new Set(groups.map(({ order }) => order));
  return {
    locale,
    categories: groups.map(({ order, message }) => ({ index: order, label: message })),
    emojis: emojis.flatMap(({ unicode, label, group, tags }) =>
      group !== undefined && shown.has(group)
        ? [{ emoji: unicode, label, category: group, tags: tags ?? [], version: 0 }]
        : [],
    ),
    skinTones: { light: "", "medium-light": "", medium: "", "medium-dark": "", dark: "" },
  };
}
