import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { Icon } from "~/components/Icon";
import classes from "./DropArea.module.css";

interface Props {
  children: ReactNode;
  className?: string;
  onFiles(files: File[]): void;
}

/** Takes files that are dropped anywhere on it. */
export function DropArea({ children, className, onFiles }: Props) {
  const [isOver, setOver] = useState(false);
  const depth = useRef(0); // each element inside enters and leaves on its own

  function enter(event: DragEvent) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth.current += 1;
    setOver(true);
  }

  function leave() {
    depth.current = Math.max(0, depth.current - 1);
    if (depth.current === 0) setOver(false);
  }

  function drop(event: DragEvent) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: by keyboard files are attached with the button
    <div
      className={className}
      data-drop
      onDragEnter={enter}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDragLeave={leave}
      onDrop={drop}
    >
      {children}
      {isOver && (
        <div className={classes.over}>
          <Icon name="clip" size={32} />
          Drop files to send them here
        </div>
      )}
    </div>
  );
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer.types.includes("Files");
}
