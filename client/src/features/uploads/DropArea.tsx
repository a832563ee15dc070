import type { ReactNode } from "react";
import { useDrop } from "./useDrop";

interface Props {
  children: ReactNode;
  className?: string;
  onFiles(files: File[]): void;
}

/** Takes files that are dropped anywhere on it. By keyboard files are attached with the button. */
export function DropArea({ children, className, onFiles }: Props) {
  const { handlers, over } = useDrop(onFiles);
  return (
    <div className={className} data-drop {...handlers}>
      {children}
      {over}
    </div>
  );
}
