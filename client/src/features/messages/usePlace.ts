import { useCallback, useEffect, useState } from "react";
import { graphql } from "~/gql";
import { useChat } from "~/hooks/useChat";
import { modifyField } from "~/lib/cache/modifyField";
import type { HeldTimeline } from "~/lib/cache/timelinePolicy";
import { roomKey } from "~/lib/live/state";

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
  const { live, loader } = useChat();
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

  /** The cache says whether the message came. */
  const find = useCallback(
    async (messageId: string): Promise<boolean> => {
      if (standAt(messageId)) return true;
      await loader.messages({ roomId, around: messageId });
      return standAt(messageId);
    },
    [loader, roomId, standAt],
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
