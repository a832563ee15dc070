import { lazy, Suspense } from "react";
import type { MessageStateFragment } from "~/gql/graphql";
import classes from "./Attachments.module.css";
import { type Box, boxOf, TILE } from "./pictureBox";

const Picture = lazy(() => import("./Picture"));
const FileLink = lazy(() => import("./FileLink"));
const Player = lazy(() => import("./Player"));

const PLAYED = /^(audio|video)\//;

export type Attachment = MessageStateFragment["attachments"][number];

/** The files of a message: pictures in their place, which is kept while they load, players, and links to all others. */
export function Attachments({ message }: { message: MessageStateFragment }) {
  if (message.attachments.length === 0) return null;
  const pictures = message.attachments.filter(boxOf);
  const isGallery = pictures.length > 1;
  const others = isGallery ? message.attachments.filter((file) => !boxOf(file)) : message.attachments;
  return (
    <div className={classes.attachments}>
      {isGallery && (
        <div className={classes.gallery} data-pairs={[2, 4].includes(pictures.length) || undefined}>
          {pictures.map((picture) => (
            <File key={picture.id} messageId={message.id} file={picture} box={TILE} />
          ))}
        </div>
      )}
      {others.map((file) => (
        <File key={file.id} messageId={message.id} file={file} box={boxOf(file)} />
      ))}
    </div>
  );
}

function File({ messageId, file, box }: { messageId: string; file: Attachment; box: Box | null }) {
  return (
    <Suspense fallback={<div style={box ?? { height: 52 }} />}>
      {box ? (
        <Picture messageId={messageId} picture={file} box={box} />
      ) : PLAYED.test(file.mimeType) ? (
        <Player messageId={messageId} file={file} />
      ) : (
        <FileLink messageId={messageId} file={file} />
      )}
    </Suspense>
  );
}
