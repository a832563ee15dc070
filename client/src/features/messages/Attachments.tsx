import { lazy, Suspense } from "react";
import type { MessageStateFragment } from "~/gql/graphql";
import classes from "./Attachments.module.css";
import { boxOf } from "./pictureBox";

const Picture = lazy(() => import("./Picture"));
const FileLink = lazy(() => import("./FileLink"));
const Player = lazy(() => import("./Player"));

const PLAYED = /^(audio|video)\//;

export type Attachment = MessageStateFragment["attachments"][number];

/** The files of a message: pictures in their place, which is kept while they load, players, and links to all others. */
export function Attachments({ message }: { message: MessageStateFragment }) {
  if (message.attachments.length === 0) return null;
  return (
    <div className={classes.attachments}>
      {message.attachments.map((attachment) => {
        const box = boxOf(attachment);
        return (
          <Suspense key={attachment.id} fallback={<div style={box ?? { height: 52 }} />}>
            {box ? (
              <Picture messageId={message.id} picture={attachment} box={box} />
            ) : PLAYED.test(attachment.mimeType) ? (
              <Player messageId={message.id} file={attachment} />
            ) : (
              <FileLink messageId={message.id} file={attachment} />
            )}
          </Suspense>
        );
      })}
    </div>
  );
}
