import { useCallback, useMemo, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { lastOwn } from "~/features/messages/lastOwn";
import { useChat } from "~/hooks/useChat";
import { beginToWrite } from "~/lib/focus";
import { messagePath, roomPath } from "~/lib/paths";

/** What the parts of an open room ask of each other. */
export function useRoomActions(roomId: string) {
  const { live, viewer } = useChat();
  const [editingId, setEditingId] = useState<string | null>(null);
  const [asked] = useSearchParams();
  const [threadId, setThreadId] = useState(asked.get("thread"));
  const [turn, setTurn] = useState(0);
  const composer = useRef<HTMLTextAreaElement>(null);
  const navigate = useNavigate();

  const actions = useMemo(
    () => ({
      openThread: setThreadId,
      jumpTo: (messageId: string) => void navigate(messagePath(roomId, messageId)),
      linkTo: (messageId: string) => new URL(messagePath(roomId, messageId), location.href).href,
      edit(messageId: string | null) {
        setEditingId(messageId);
        if (messageId === null) composer.current?.focus();
      },
    }),
    [navigate, roomId],
  );

  const closeThread = useCallback(() => {
    setThreadId(null);
    beginToWrite(composer.current);
  }, []);

  return {
    actions,
    editingId,
    threadId,
    closeThread,
    composer,
    editLast: () => setEditingId(lastOwn(live.cache, roomId, viewer.id)),
    /** Changes when the timeline is to stand at the newest messages again. */
    turn,
    toNewest() {
      setTurn(turn + 1);
      void navigate(roomPath(roomId), { replace: true });
    },
  };
}
