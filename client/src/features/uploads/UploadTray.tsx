import { ActionIcon, Progress } from "@mantine/core";
import { FileName } from "~/components/FileName";
import { Icon } from "~/components/Icon";
import { useObjectUrl } from "~/hooks/useObjectUrl";
import { fileSize } from "~/lib/fileSize";
import type { Upload } from "~/lib/uploads/trays";
import classes from "./UploadTray.module.css";
import type { useUploads } from "./useUploads";

/** Files that will go with the next message, and how far they are. */
export default function UploadTray({ uploads, isWaiting, remove, retry }: ReturnType<typeof useUploads>) {
  return (
    <div className={classes.tray}>
      <ul className={classes.list} aria-label="Files to send">
        {uploads.map((upload) => (
          <li key={upload.key} className={classes.item} data-failed={upload.error !== null || undefined}>
            <Preview file={upload.file} />
            <FileName name={upload.file.name}>
              <State upload={upload} />
            </FileName>
            {upload.error && (
              <ActionIcon
                variant="subtle"
                size="sm"
                aria-label={`Try ${upload.file.name} again`}
                onClick={() => retry(upload)}
              >
                <Icon name="reply" size={16} />
              </ActionIcon>
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={upload.attached ? `Remove ${upload.file.name}` : `Cancel ${upload.file.name}`}
              onClick={() => remove(upload.key)}
            >
              <Icon name="close" size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {isWaiting && (
        <p className={classes.waiting} role="status">
          Not all files are there yet. Send again when they are, or take them away.
        </p>
      )}
    </div>
  );
}

function State({ upload: { file, progress, error, attached } }: { upload: Upload }) {
  if (error) {
    return (
      <span className={classes.error} role="alert">
        {error}
      </span>
    );
  }
  if (attached) return fileSize(file.size);
  return <Progress value={Math.max(3, progress * 100)} size="sm" aria-label={`Sending ${file.name}`} />;
}

function Preview({ file }: { file: File }) {
  const url = useObjectUrl(file.type.startsWith("image/") ? file : null);
  if (!url) {
    return (
      <span className={classes.preview}>
        <Icon name="file" />
      </span>
    );
  }
  return <img className={classes.preview} src={url} alt="" />;
}
