import { useMutation } from "@apollo/client/react";
import { useCallback, useEffect, useRef } from "react";
import { graphql } from "~/gql";

const SetTyping = graphql(`
  mutation SetTyping($roomId: ID!, $typing: Boolean!) {
    setTyping(roomId: $roomId, typing: $typing)
  }
`);

const AGAIN_MS = 3_000; // 3 seconds: receivers forget after twice that

/** Tells the room that the viewer types, again while they go on, and once when they stop. */
export function useTyping(roomId: string) {
  const [setTyping] = useMutation(SetTyping);
  const toldAt = useRef(0);

  const tell = useCallback(
    (typing: boolean) => {
      toldAt.current = typing ? Date.now() : 0;
      setTyping({ variables: { roomId, typing } }).catch(() => undefined); // nobody misses one of these
    },
    [setTyping, roomId],
  );

  const stop = useCallback(() => {
    if (toldAt.current > 0) tell(false);
  }, [tell]);

  const type = useCallback(
    (content: string) => {
      if (content.trim() === "") stop();
      else if (Date.now() - toldAt.current >= AGAIN_MS) tell(true);
    },
    [tell, stop],
  );

  useEffect(() => stop, [stop]);
  return { type, stop };
}
