import { useMemo } from "react";
import { useChat } from "~/hooks/useChat";
import { useStore } from "~/hooks/useStore";
import { emptyTray, placeKey, type Upload } from "~/lib/uploads/trays";

/** Files on their way to a room, or to one of its threads, before their message. */
export function useUploads(roomId: string, rootId?: string) {
  const { trays } = useChat();
  const place = useMemo(() => ({ roomId, rootId }), [roomId, rootId]);
  const tray = useStore(trays.state)[placeKey(place)] ?? emptyTray;
  return {
    ...tray,
    add: (files: readonly File[]) => trays.add(place, files),
    remove: (key: string) => trays.remove(place, key),
    retry: (upload: Upload) => trays.retry(place, upload),
    take: () => trays.take(place),
  };
}
