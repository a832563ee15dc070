export interface Suggestion {
  key: string;
  /** What stands in the list. */
  label: string;
  hint?: string;
  /** Before the label. */
  emoji?: string;
  /** What is written when it is chosen. */
  text: string;
}

export interface Asked {
  kind: "person" | "emoji";
  query: string;
  /** Where in the text it stands. */
  from: number;
  to: number;
}

const ASKS = /(?:^|[\s(])(?:@([\w.-]*)|:([\w+-]{2,}))$/;

/** What the text right before the caret asks for: people after `@`, emoji after `:` and two letters. */
export function askedAt(text: string, caret: number): Asked | null {
  const found = ASKS.exec(text.slice(0, caret));
  if (!found) return null;
  const [, person, emoji] = found;
  const query = (person ?? emoji ?? "").toLowerCase();
  return {
    kind: person === undefined ? "emoji" : "person",
    query,
    from: caret - query.length - 1,
    to: caret,
  };
}

export interface Mentionable {
  username: string;
  displayName: string;
}

const SHOWN = 8;

export function suggestPeople(people: readonly Mentionable[], query: string): Suggestion[] {
  return people
    .filter(({ username, displayName }) =>
      [username, ...displayName.split(/\s+/)].some((name) => name.toLowerCase().startsWith(query)),
    )
    .slice(0, SHOWN)
    .map(({ username, displayName }) => ({
      key: username,
      label: displayName,
      hint: `@${username}`,
      text: `@${username} `,
    }));
}

interface Emoji {
  unicode: string;
  label: string;
  tags?: string[];
}

export function suggestEmoji(emojis: readonly Emoji[], query: string): Suggestion[] {
  const words = query.split(/[_-]+/);
  const matches = (emoji: Emoji) =>
    words.every((word) =>
      [...emoji.label.split(" "), ...(emoji.tags ?? [])].some((name) => name.startsWith(word)),
    );
  const found: Suggestion[] = [];
  for (const emoji of emojis) {
    if (found.length === SHOWN) break;
    if (!matches(emoji)) continue;
    found.push({ key: emoji.unicode, label: emoji.label, emoji: emoji.unicode, text: `${emoji.unicode} ` });
  }
  return found;
}
