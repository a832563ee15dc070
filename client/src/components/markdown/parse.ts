import { Marked, type Token, type TokenizerExtension } from "marked";

export interface MentionToken {
  type: "mention";
  raw: string;
  username: string;
}

const mention: TokenizerExtension = {
  name: "mention",
  level: "inline",
  start: (text) => /(?<![\w@])@\w/.exec(text)?.index,
  tokenizer(text) {
    const found = /^@([a-z0-9_.-]*[a-z0-9_])/i.exec(text);
    if (!found?.[1]) return undefined;
    return { type: "mention", raw: found[0], username: found[1].toLowerCase() } satisfies MentionToken;
  },
};

const never = () => undefined;

/** Markdown as chats have it: a line break is one, HTML is text, and nothing that is written disappears. */
const chat = new Marked({
  gfm: true,
  breaks: true,
  extensions: undefined,
  // Raw HTML, definitions (which vanish), code by indentation and underlined headings.
  tokenizer: { html: never, tag: never, def: never, code: never, lheading: never },
}).use({ extensions: [mention] });

const KEPT = 300;
const kept = new Map<string, Token[]>();

/** What the text is made of. The latest ones are kept: rows come and go while one scrolls. */
export function parse(content: string): Token[] {
  const held = kept.get(content);
  if (held) return held;
  const tokens: Token[] = chat.lexer(content);
  kept.set(content, tokens);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value as string);
  return tokens;
}
