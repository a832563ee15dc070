import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect } from "react";
import { getFragmentData, graphql } from "~/gql";
import { useChat } from "~/hooks/useChat";
import { usePages } from "~/hooks/usePages";

const SETTLES_MS = 200; // 0.2 seconds: acts that come together are asked for together

const AuditEntry = graphql(`
  fragment AuditEntry on AuditRecord {
    id
    act
    at
    messageId
    detail
    changes { field before after }
    actor { ...Person }
    user { id displayName }
  }
`);

const RoomAudit = graphql(`
  query RoomAudit($roomId: ID!, $after: String) {
    room(id: $roomId) {
      id
      audit(first: 30, after: $after) {
        nodes { ...AuditEntry }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

/**
 * What was done in a group with more rights than everyone has, the newest first. For its owners and admins. `entries` are
 * undefined until they are here.
 */
export function useAudit(roomId: string) {
  const { nodes, pages } = usePages(RoomAudit, { roomId }, ({ room }) => room.audit);
  useActs(roomId, pages.reload);
  return { entries: nodes?.map((node) => getFragmentData(AuditEntry, node)), ...pages };
}

/** Reads the newest entries again when something was done here: once for what is done in one go. */
function useActs(roomId: string, reload: () => Promise<unknown>): void {
  const { acts } = useChat();
  const reloadSoon = useDebouncedCallback(() => void reload().catch(() => undefined), SETTLES_MS);
  useEffect(
    () => acts.subscribe(() => acts.get()?.roomId === roomId && reloadSoon()),
    [acts, roomId, reloadSoon],
  );
}
