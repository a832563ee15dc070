import { lazy, Suspense } from "react";
import { Boundary } from "../Boundary";
import classes from "./Markdown.module.css";

const RenderedMarkdown = lazy(() => import("./RenderedMarkdown"));

export interface MarkdownProps {
  content: string;
  /** Who is mentioned in it, and the username of whoever reads. */
  mentions?: { users: readonly { username: string; displayName: string }[]; viewer: string };
}

const MARKS = /[*_~`#>[\]|@\\]|^\s*([-+]|\d+[.)])\s|https?:|www\./m;
const FEW_EMOJI = /^(?:\p{RGI_Emoji}\s*){1,4}$/v;

/** What somebody wrote. Text without any mark is shown at once; the parser comes when the first mark does. */
export function Markdown({ content, mentions }: MarkdownProps) {
  const plain = (
    <div className={classes.plain} data-emoji={FEW_EMOJI.test(content) || undefined}>
      {content}
    </div>
  );
  if (!MARKS.test(content)) return plain;
  return (
    <Boundary fallback={plain}>
      <Suspense fallback={plain}>
        <RenderedMarkdown content={content} mentions={mentions} />
      </Suspense>
    </Boundary>
  );
}
