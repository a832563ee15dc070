import { useApolloClient } from "@apollo/client/react";
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
  const client = useApolloClient();
  const toldAt = useRef(0);

  const tell = useCallback(
    (typing: boolean) => {
      toldAt.current = typing ? Date.now() : 0;
      // Nothing comes of it here: the field need not render anew, nor the cache look through its watches.
      const variables = { roomId, typing };
      client.mutate({ mutation: SetTyping, variables, fetchPolicy: "no-cache" }).catch(() => undefined);
    },
    [client, roomId],
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
