import { plainText } from "./plainText";

interface Said {
  content: string;
  mentions: readonly { username: string; displayName: string }[];
}

/** A message in one plain line, with those whom it mentions by the names that people know. */
export function namedText({ content, mentions }: Said): string {
  const names = new Map(mentions.map(({ username, displayName }) => [username, displayName]));
  const name = (text: string, username: string) => {
    const known = names.get(username.toLowerCase());
    return known === undefined ? text : `@${known}`;
  };
  return plainText(content).replace(/(?<![\w@])@([a-z0-9_.-]*[a-z0-9_])/gi, name);
}
