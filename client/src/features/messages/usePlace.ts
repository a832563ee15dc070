import { useApolloClient } from "@apollo/client/react";
import { useCallback, useEffect, useState } from "react";
import { graphql } from "~/gql";
import { useChat } from "~/hooks/useChat";
import { modifyField } from "~/lib/cache/modifyField";
import type { HeldTimeline } from "~/lib/cache/timelinePolicy";
import { roomKey } from "~/lib/live/state";
import { RoomMessages } from "~/lib/rooms";

const Whereabouts = graphql(`
  fragment Whereabouts on Message {
    roomId
    seq
  }
`);

type Place = "loading" | "ready" | "missing";

/**
 * Where in its history the timeline of a room stands: at the message that was asked for, once it is held, else at the
 * newest ones. It is back at the newest when the room is left.
 */
export function usePlace(roomId: string, targetId: string | null) {
  const { live } = useChat();
  const client = useApolloClient();
  const [place, setPlace] = useState<Place>(targetId ? "loading" : "ready");

  const stand = useCallback(
    (at: number | null): boolean => {
      let isHeld = at === null;
      modifyField<HeldTimeline>(live.cache, roomKey(roomId), "messages", (held) => {
        isHeld ||= at !== null && held.bySeq[at] !== undefined;
        return isHeld ? { ...held, at } : held;
      });
      return isHeld;
    },
    [live, roomId],
  );

  const standAt = useCallback(
    (messageId: string): boolean => {
      const known = live.cache.readFragment({ id: `Message:${messageId}`, fragment: Whereabouts });
      return known?.roomId === roomId && stand(known.seq);
    },
    [live, roomId, stand],
  );

  /** What the query gives is where the reader is, so that the cache says whether the message came. */
  const find = useCallback(
    async (messageId: string): Promise<boolean> => {
      if (standAt(messageId)) return true;
      const variables = { roomId, around: messageId };
      await client.query({ query: RoomMessages, variables, fetchPolicy: "network-only" });
      return standAt(messageId);
    },
    [client, roomId, standAt],
  );

  useEffect(() => {
    if (!targetId) return;
    let isCurrent = true;
    const arrive = (isFound: boolean) => {
      if (isCurrent) setPlace(isFound ? "ready" : "missing");
    };
    find(targetId).then(arrive, () => arrive(false));
    return () => {
      isCurrent = false;
    };
  }, [targetId, find]);

  useEffect(() => () => void stand(null), [stand]);
  return place;
}
