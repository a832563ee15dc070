import { useState } from "react";
import type { Attachment } from "./Attachments";
import classes from "./Attachments.module.css";
import FileLink from "./FileLink";
import { useFreshFiles } from "./useFreshFiles";

interface Props {
  messageId: string;
  file: Attachment;
}

/** A film or a sound that plays in its place, above the link to it; the link alone where this browser cannot play it. */
export default function Player({ messageId, file }: Props) {
  const [url, setUrl] = useState<string | null>(file.url);
  const [isFresh, setFresh] = useState(false);
  const askAnew = useFreshFiles(messageId);

  async function onError() {
    const fresh = isFresh ? null : await askAnew(file.id);
    setFresh(true);
    setUrl(fresh && fresh.url !== url ? fresh.url : null);
  }

  const source = { src: url ?? undefined, controls: true, preload: "metadata", onError };
  const name = `Play ${file.filename}`;
  return (
    <>
      {/* biome-ignore-start lint/a11y/useMediaCaption: what people send each other has no captions */}
      {url && file.mimeType.startsWith("video/") && (
        <video className={classes.film} aria-label={name} playsInline {...source} />
      )}
      {url && file.mimeType.startsWith("audio/") && (
        <audio className={classes.sound} aria-label={name} {...source} />
      )}
      {/* biome-ignore-end lint/a11y/useMediaCaption: what people send each other has no captions */}
      <FileLink messageId={messageId} file={file} />
    </>
  );
}
