import { plainText } from "./plainText";

export const MENTION = /(?<![\w@])@([a-z0-9_.-]*[a-z0-9_])/gi;

export interface Said {
  content: string;
  mentions: readonly { username: string; displayName: string }[];
}

/** A message in one plain line, with those whom it mentions by the names that people know. */
export function namedText({ content, mentions }: Said): string {
  return plainText(content).replace(MENTION, (text, username) => nameOf(username, mentions) ?? text);
}

/** Undefined for one who is not mentioned. */
export function nameOf(username: string, mentions: Said["mentions"]): string | undefined {
  const user = mentions.find((each) => each.username === username.toLowerCase());
  return user && `@${user.displayName}`;
}
