export type Progress = "sent" | "delivered" | "read";

interface Watermarked {
  readSeq: number;
  deliveredSeq: number;
}

/** How far a message got: as far as it got with every other member. */
export function progressOf(seq: number, others: readonly Watermarked[]): Progress {
  if (others.length === 0) return "sent";
  if (others.every(({ readSeq }) => readSeq >= seq)) return "read";
  if (others.every(({ deliveredSeq, readSeq }) => Math.max(deliveredSeq, readSeq) >= seq)) return "delivered";
  return "sent";
}
