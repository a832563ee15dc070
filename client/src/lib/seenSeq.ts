interface Reader {
  readSeq: number;
  /** Where they said that the unread begins, though they read further. */
  unreadFrom: number | null;
}

/** What counts as read for the viewer themselves. */
export function seenSeqOf({ readSeq, unreadFrom }: Reader): number {
  return unreadFrom === null ? readSeq : Math.min(readSeq, unreadFrom - 1);
}
