import { type DragEvent, useRef, useState } from "react";
import { Icon } from "~/components/Icon";
import classes from "./DropArea.module.css";

/** Takes files that are dropped on an element, which is to be positioned, and gives what to show in it meanwhile. */
export function useDrop(onFiles: (files: File[]) => void) {
  const [isOver, setOver] = useState(false);
  const depth = useRef(0); // each element inside enters and leaves on its own

  function onDragEnter(event: DragEvent) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth.current += 1;
    setOver(true);
  }

  function onDragLeave() {
    depth.current = Math.max(0, depth.current - 1);
    if (depth.current === 0) setOver(false);
  }

  function onDragOver(event: DragEvent) {
    if (hasFiles(event)) event.preventDefault();
  }

  function onDrop(event: DragEvent) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  }

  const over = isOver && (
    <div className={classes.over}>
      <Icon name="clip" size={32} />
      Drop files to send them here
    </div>
  );
  return { handlers: { onDragEnter, onDragLeave, onDragOver, onDrop }, over };
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer.types.includes("Files");
}
