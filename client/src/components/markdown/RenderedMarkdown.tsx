import type { Token, Tokens } from "marked";
import { Fragment, type ReactNode } from "react";
import type { MarkdownProps } from "./Markdown";
import classes from "./Markdown.module.css";
import { type MentionToken, parse } from "./parse";
import { safeHref } from "./safeHref";

type Mentions = MarkdownProps["mentions"];

/** Markdown as elements. No HTML is ever made from text, so there is none to clean. */
export default function RenderedMarkdown({ content, mentions }: MarkdownProps) {
  return <div className={classes.rendered}>{render(parse(content), mentions)}</div>;
}

function render(tokens: readonly Token[] | undefined, mentions: Mentions): ReactNode {
  return tokens?.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text is parsed anew whenever it changes
    <Fragment key={index}>{element(token, mentions)}</Fragment>
  ));
}

function element(token: Token, mentions: Mentions): ReactNode {
  const inner = () => render("tokens" in token ? token.tokens : undefined, mentions);
  switch (token.type) {
    case "space":
      return null;
    case "paragraph":
      return <p>{inner()}</p>;
    case "heading":
      return <p className={classes.heading}>{inner()}</p>;
    case "strong":
      return <strong>{inner()}</strong>;
    case "em":
      return <em>{inner()}</em>;
    case "del":
      return <del>{inner()}</del>;
    case "blockquote":
      return <blockquote>{inner()}</blockquote>;
    case "codespan":
      return <code>{token.text}</code>;
    case "code":
      return <CodeBlock {...(token as Tokens.Code)} />;
    case "br":
      return <br />;
    case "hr":
      return <hr />;
    case "list":
      return <List list={token as Tokens.List} mentions={mentions} />;
    case "table":
      return <Table table={token as Tokens.Table} mentions={mentions} />;
    case "checkbox":
      return <Box isChecked={(token as Tokens.Checkbox).checked} />;
    case "link":
      return <Link href={token.href}>{inner()}</Link>;
    case "image":
      return <Link href={token.href}>{token.text || token.href}</Link>;
    case "mention":
      return <Mention token={token as MentionToken} mentions={mentions} />;
    case "text":
      return "tokens" in token && token.tokens ? inner() : token.text;
    case "escape":
      return token.text;
    default:
      return token.raw;
  }
}

function CodeBlock({ text, lang }: Tokens.Code) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.code} tabIndex={0} aria-label={lang ? `Code, ${lang}` : "Code"}>
      <pre>{text}</pre>
    </section>
  );
}

function Link({ href, children }: { href: string; children: ReactNode }) {
  const safe = safeHref(href);
  if (!safe) return children;
  return (
    <a href={safe} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

function Mention({ token, mentions }: { token: MentionToken; mentions: Mentions }) {
  const user = mentions?.users.find(({ username }) => username.toLowerCase() === token.username);
  if (!user) return token.raw;
  return (
    <span className={classes.mention} data-own={user.username === mentions?.viewer || undefined}>
      @{user.displayName}
    </span>
  );
}

/** What a list of tasks has before each. */
function Box({ isChecked }: { isChecked: boolean }) {
  return (
    <span role="img" aria-label={isChecked ? "Done" : "To do"} className={classes.box}>
      {isChecked ? "☑" : "☐"}
    </span>
  );
}

function List({ list, mentions }: { list: Tokens.List; mentions: Mentions }) {
  const items = list.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text is parsed anew whenever it changes
    <li key={index} data-task={item.task || undefined}>
      {render(item.tokens, mentions)}
    </li>
  ));
  return list.ordered ? <ol start={Number(list.start) || 1}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ table, mentions }: { table: Tokens.Table; mentions: Mentions }) {
  const cells = (row: Tokens.TableCell[], Cell: "th" | "td") =>
    row.map((cell, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a text is parsed anew whenever it changes
      <Cell key={index} style={cell.align ? { textAlign: cell.align } : undefined}>
        {render(cell.tokens, mentions)}
      </Cell>
    ));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Table">
      <table>
        <thead>
          <tr>{cells(table.header, "th")}</tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a text is parsed anew whenever it changes
            <tr key={index}>{cells(row, "td")}</tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
