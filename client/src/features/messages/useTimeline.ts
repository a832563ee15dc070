import { useQuery } from "@apollo/client/react";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { getFragmentData } from "~/gql";
import type { RoomMessagesQueryVariables, RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { useStore } from "~/hooks/useStore";
import { modifyField } from "~/lib/cache/modifyField";
import { type HeldTimeline, keepNear } from "~/lib/cache/timelinePolicy";
import { MessageState } from "~/lib/fragments";
import { roomKey } from "~/lib/live/state";
import { RoomMessages } from "~/lib/rooms";
import { toRows } from "./rows";
import { useFirstUnread } from "./useFirstUnread";
import type { View } from "./view";

const PAGE = 50;
const MOST = 500; // messages held before those far from the reader are let go of
const NEAR = 150; // messages kept on either side of the screen

/** The rows of one room's timeline, and how to get more of them. `readSeq` is where the unread divider stands. */
export function useTimeline(room: RoomStateFragment, readSeq: number | null, isReady: boolean) {
  const roomId = room.id;
  const { viewer, outbox, loader } = useChat();
  const fetchPolicy = isReady ? "cache-first" : "standby";
  const { data, error, refetch } = useQuery(RoomMessages, { variables: { roomId }, fetchPolicy });
  const loading = useRef(false);
  const all = useStore(outbox.state);
  const held = isReady ? data?.room.messages : undefined;
  const page = held?.pageInfo;

  const messages = useMemo(
    () => (held?.nodes ?? []).map((node) => getFragmentData(MessageState, node)),
    [held?.nodes],
  );
  const isAtNewest = page?.hasNextPage === false;
  const unsent = useMemo(
    () => (isAtNewest ? all.filter((message) => message.roomId === roomId) : []),
    [all, roomId, isAtNewest],
  );
  const isComplete = page?.hasPreviousPage === false;
  const isLoaded = held !== undefined;
  const unread = useFirstUnread(room, readSeq, messages[0]?.seq);
  const unreadSeq = unread.first?.seq ?? null;
  const rows = useMemo(() => {
    const viewerId = viewer.id;
    return isLoaded ? toRows({ messages, unsent, viewerId, isComplete, isAtNewest, readSeq, unreadSeq }) : [];
  }, [isLoaded, messages, unsent, viewer.id, isComplete, isAtNewest, readSeq, unreadSeq]);

  const load = useCallback(
    async (where: Omit<RoomMessagesQueryVariables, "roomId">) => {
      if (loading.current) return;
      loading.current = true;
      await loader.messages({ roomId, ...where }).catch(() => undefined); // whoever scrolls there again tries again
      loading.current = false;
    },
    [loader, roomId],
  );

  const first = messages[0]?.id;
  const last = messages.at(-1)?.id;
  const loadOlder = useCallback(() => {
    if (!page?.hasPreviousPage) return;
    void load(page.startCursor ? { last: PAGE, before: page.startCursor } : { around: first });
  }, [load, page, first]);
  const loadNewer = useCallback(() => {
    if (!page?.hasNextPage) return;
    void load(page.endCursor ? { first: PAGE, after: page.endCursor } : { around: last });
  }, [load, page, last]);
  const fillHole = useCallback((messageId: string) => void load({ around: messageId }), [load]);

  return {
    rows,
    messages,
    unread,
    isAtNewest,
    isLoaded,
    error: held ? undefined : error,
    reload: () => refetch().catch(() => undefined),
    loadOlder,
    loadNewer,
    fillHole,
    keepNear: useKeepNear(roomId, messages.length),
  };
}

/** Lets go of what is far from the screen, once rows that were just added have found their place. */
function useKeepNear(roomId: string, count: number): (view: View) => void {
  const { live } = useChat();
  const view = useRef<View | null>(null);

  useEffect(() => {
    if (count <= MOST) return;
    const timer = setTimeout(() => {
      const { firstSeq, lastSeq } = view.current ?? {};
      if (!firstSeq || !lastSeq) return;
      modifyField<HeldTimeline>(live.cache, roomKey(roomId), "messages", (held) =>
        keepNear(held, firstSeq - NEAR, lastSeq + NEAR),
      );
    }, 200);
    return () => clearTimeout(timer);
  }, [live, roomId, count]);

  return useCallback((seen) => {
    view.current = seen;
  }, []);
}
