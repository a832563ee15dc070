import { useApolloClient, useQuery } from "@apollo/client/react";
import { useMemo, useRef } from "react";
import { getFragmentData } from "~/gql";
import { useChat } from "~/hooks/useChat";
import { useStore } from "~/hooks/useStore";
import { MessageState } from "~/lib/fragments";
import { MessagesAround, RoomMessages } from "~/lib/rooms";
import { toRows } from "./rows";

/** The rows of one room's timeline, and how to get more of them. `readSeq` is where the unread divider stands. */
export function useTimeline(roomId: string, readSeq: number | null) {
  const { viewer, outbox } = useChat();
  const client = useApolloClient();
  const { data, error, refetch, fetchMore } = useQuery(RoomMessages, { variables: { roomId } });
  const loading = useRef(false);
  const all = useStore(outbox.state);
  const held = data?.room.messages;

  const messages = useMemo(
    () => (held?.nodes ?? []).map((node) => getFragmentData(MessageState, node)),
    [held?.nodes],
  );
  const unsent = useMemo(() => all.filter((message) => message.roomId === roomId), [all, roomId]);
  const hasOlder = held?.pageInfo.hasPreviousPage ?? false;
  const rows = useMemo(
    () =>
      toRows({ messages, unsent, viewerId: viewer.id, isComplete: held !== undefined && !hasOlder, readSeq }),
    [messages, unsent, viewer.id, held, hasOlder, readSeq],
  );

  async function once(load: () => Promise<unknown>) {
    if (loading.current) return;
    loading.current = true;
    await load().catch(() => undefined); // whoever scrolls there again tries again
    loading.current = false;
  }

  return {
    rows,
    messages,
    isLoaded: held !== undefined,
    error: held ? undefined : error,
    reload: () => refetch().catch(() => undefined),
    loadOlder: () =>
      once(async () => {
        if (hasOlder) await fetchMore({ variables: { before: held?.pageInfo.startCursor } });
      }),
    fillHole: (messageId: string) =>
      once(() =>
        client.query({
          query: MessagesAround,
          variables: { roomId, messageId },
          fetchPolicy: "network-only",
        }),
      ),
  };
}
