import { Modal } from "@mantine/core";
import { useState } from "react";
import { fileSize } from "~/lib/fileSize";
import type { Attachment } from "./Attachments";
import classes from "./Lightbox.module.css";
import { useFreshFiles } from "./useFreshFiles";

interface Props {
  messageId: string;
  picture: Attachment;
  onClose(): void;
}

/** One picture over the whole page. */
export default function Lightbox({ messageId, picture, onClose }: Props) {
  const [fresh, setFresh] = useState<Pick<Attachment, "url"> | null>(null);
  const askAnew = useFreshFiles(messageId);
  const { url } = fresh ?? picture;

  return (
    <Modal
      opened
      onClose={onClose}
      fullScreen
      title={`${picture.filename} · ${fileSize(picture.size)}`}
      classNames={{ content: classes.content, header: classes.header, body: classes.body }}
    >
      <img
        src={url}
        alt={picture.filename}
        className={classes.picture}
        onError={fresh ? undefined : async () => setFresh(await askAnew(picture.id))}
      />
      <a href={url} download={picture.filename} className={classes.download}>
        Download
      </a>
    </Modal>
  );
}
