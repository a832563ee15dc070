import type { RoomStateFragment } from "~/gql/graphql";

/** Whether the viewer is an owner or admin of this group. */
export function isStaff({ kind, viewerMember }: Pick<RoomStateFragment, "kind" | "viewerMember">): boolean {
  return kind === "GROUP" && (viewerMember?.role === "OWNER" || viewerMember?.role === "ADMIN");
}
