import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { Icon } from "~/components/Icon";
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
      title={
        <>
          {picture.filename} <span className={classes.size}>· {fileSize(picture.size)}</span>
        </>
      }
      classNames={{ content: classes.content, header: classes.header, body: classes.body }}
    >
      <img
        src={url}
        alt={picture.filename}
        className={classes.picture}
        onError={fresh ? undefined : async () => setFresh(await askAnew(picture.id))}
      />
      <Button
        component="a"
        href={url}
        download={picture.filename}
        variant="default"
        leftSection={<Icon name="download" size={18} />}
      >
        Download
      </Button>
    </Modal>
  );
}
