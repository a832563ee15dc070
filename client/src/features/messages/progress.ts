import { getFragmentData } from "~/gql";
import type { RoomMemberFragment } from "~/gql/graphql";
import { Person } from "~/lib/fragments";

export type Progress = "sent" | "delivered" | "read";

/** The seqs up to which every other member has received and read. */
export interface Marks {
  delivered: number;
  read: number;
}

export function marksOf(members: readonly RoomMemberFragment[], viewerId: string): Marks {
  const others = members.filter(({ user }) => getFragmentData(Person, user).id !== viewerId);
  if (others.length === 0) return { delivered: 0, read: 0 };
  return {
    delivered: Math.min(...others.map(({ deliveredSeq, readSeq }) => Math.max(deliveredSeq, readSeq))),
    read: Math.min(...others.map(({ readSeq }) => readSeq)),
  };
}

/** How far a message got: as far as it got with every other member. */
export function progressOf(seq: number, { delivered, read }: Marks): Progress {
  if (read >= seq) return "read";
  return delivered >= seq ? "delivered" : "sent";
}
