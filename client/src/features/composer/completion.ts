import { findEmoji, type NamedEmoji } from "~/lib/emoji/findEmoji";

export interface Suggestion {
  key: string;
  /** What stands in the list. */
  label: string;
  hint?: string;
  /** Before the label. */
  emoji?: string;
  /** Whose face stands before the label; nobody's if it means many. */
  person?: { id: string; displayName: string; avatarUrl: string | null } | null;
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
  /** Left out where it means many. */
  id?: string;
  username: string;
  displayName: string;
  avatarUrl?: string | null;
}

const SHOWN = 8;

export function suggestPeople(people: readonly Mentionable[], query: string): Suggestion[] {
  return people
    .filter(({ username, displayName }) =>
      [username, ...displayName.split(/\s+/)].some((name) => name.toLowerCase().startsWith(query)),
    )
    .slice(0, SHOWN)
    .map(({ id, username, displayName, avatarUrl = null }) => ({
      key: username,
      label: displayName,
      hint: `@${username}`,
      person: id === undefined ? null : { id, displayName, avatarUrl },
      text: `@${username} `,
    }));
}

export function suggestEmoji(emojis: readonly NamedEmoji[], query: string): Suggestion[] {
  return findEmoji(emojis, query)
    .slice(0, SHOWN)
    .map(({ unicode, label }) => ({ key: unicode, label, emoji: unicode, text: `${unicode} ` }));
}
