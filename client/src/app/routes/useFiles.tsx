import { lazy, Suspense } from "react";
import { useUploads } from "~/features/uploads/useUploads";

const UploadTray = lazy(() => import("~/features/uploads/UploadTray"));

/** Files on their way to a room or to one of its threads, as a composer takes them. */
export function useFiles(roomId: string, rootId?: string) {
  const files = useUploads(roomId, rootId);
  const hasFiles = files.uploads.length > 0;
  return {
    onFiles: files.add,
    takeFiles: files.take,
    hasFiles,
    tray: hasFiles && (
      <Suspense>
        <UploadTray {...files} />
      </Suspense>
    ),
  };
}
