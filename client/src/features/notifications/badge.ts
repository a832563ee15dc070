import type { RoomStateFragment } from "~/gql/graphql";

export interface Badge {
  /** What calls for the viewer: direct messages, and mentions in groups. */
  calls: number;
  /** Whether anything else is unread. */
  hasMore: boolean;
}

type Counted = Pick<RoomStateFragment, "kind" | "unreadCount" | "mentionCount"> & {
  viewerMember: Pick<NonNullable<RoomStateFragment["viewerMember"]>, "isMuted"> | null;
};

/** What is unread in all rooms together. Muted ones do not count. */
export function badgeOf(rooms: readonly Counted[]): Badge {
  const heard = rooms.filter(({ viewerMember }) => !viewerMember?.isMuted);
  const callsOf = (room: Counted) => (room.kind === "DIRECT" ? room.unreadCount : room.mentionCount);
  return {
    calls: heard.reduce((sum, room) => sum + callsOf(room), 0),
    hasMore: heard.some((room) => room.unreadCount > callsOf(room)),
  };
}

/** `(3) Parley` where something calls, a dot where something is unread. */
export function titleOf({ calls, hasMore }: Badge): string {
  if (calls > 0) return `(${calls}) Parley`;
  return hasMore ? "• Parley" : "Parley";
}

export function iconOf({ calls, hasMore }: Badge): string {
  if (calls > 0) return "/favicon-mention.svg";
  return hasMore ? "/favicon-unread.svg" : "/favicon.svg";
}
