import { UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { FileName } from "~/components/FileName";
import { Icon } from "~/components/Icon";
import { fileSize } from "~/lib/fileSize";
import type { Attachment } from "./Attachments";
import classes from "./Attachments.module.css";
import { useFreshFiles } from "./useFreshFiles";

/** A file that is no picture: its name and size, and a click that gets it. */
export default function FileLink({ messageId, file }: { messageId: string; file: Attachment }) {
  const [isMissing, setMissing] = useState(false);
  const askAnew = useFreshFiles(messageId);

  async function get() {
    const fresh = await askAnew(file.id);
    setMissing(fresh === null);
    if (!fresh) return;
    const link = document.createElement("a");
    link.href = fresh.url;
    link.download = file.filename;
    link.click();
  }

  return (
    <UnstyledButton className={classes.file} onClick={get} aria-label={`Download ${file.filename}`}>
      <span className={classes.icon}>
        <Icon name="file" />
        <span>{extension(file.filename)}</span>
      </span>
      <FileName name={file.filename}>
        <span role={isMissing ? "alert" : undefined}>
          {isMissing ? "It cannot be had right now." : fileSize(file.size)}
        </span>
      </FileName>
      <Icon name="download" size={18} />
    </UnstyledButton>
  );
}

function extension(filename: string): string {
  return /\.(\w{1,4})$/.exec(filename)?.[1] ?? "";
}
