import { type EmojiData, EmojiPicker as Picker } from "frimousse";
import { useMemo, useState } from "react";
import { useEmojis } from "~/hooks/useEmojis";
import { findEmoji } from "~/lib/emoji/findEmoji";
import classes from "./EmojiPicker.module.css";
import { COLUMNS, FoundEmoji, useChosen } from "./FoundEmoji";

/** Emoji by group, with search and keyboard. Its data comes from this server, when it is first opened. */
export default function EmojiPicker({ onPick }: { onPick(emoji: string): void }) {
  const [query, setQuery] = useState("");
  const isSearching = query.trim() !== "";
  const emojis = useEmojis(isSearching);
  const found = useMemo(() => (emojis ? findEmoji(emojis, query) : null), [emojis, query]);
  const { active, point, onKeyDown } = useChosen(query, found, onPick);
  return (
    <Picker.Root
      className={classes.root}
      columns={COLUMNS}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
      resolveEmojiData={emojiData}
    >
      <Picker.Search
        className={classes.search}
        aria-label="Search emoji"
        placeholder="Search"
        autoFocus
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          event.preventDefault(); // the library's own search keeps the groups, so the best may stand last
        }}
        onKeyDown={isSearching ? onKeyDown : undefined}
      />
      <Picker.Viewport className={classes.viewport}>
        {isSearching ? (
          <FoundEmoji found={found} active={active} onPick={onPick} onPoint={point} />
        ) : (
          <Groups />
        )}
      </Picker.Viewport>
    </Picker.Root>
  );
}

function Groups() {
  return (
    <>
      <Picker.Loading className={classes.notice}>Loading…</Picker.Loading>
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
    </>
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
