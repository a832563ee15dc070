/** Where a room is, within the page. */
export const roomPath = (roomId: string) => `/rooms/${roomId}`;

/** Where an invite leads: the link that is given to others. */
export const invitePath = (code: string) => `/invite/${code}`;

/** Where one message is: the link that people give to each other. */
export const messagePath = (roomId: string, messageId: string) => `/r/${roomId}/m/${messageId}`;

/** A thread, open beside its room. */
export const threadPath = (roomId: string, rootId: string) => `${roomPath(roomId)}?thread=${rootId}`;

/** Where messages are searched for, in one room or everywhere. */
export function searchPath({ query, roomId }: { query?: string; roomId?: string }): string {
  const asked = new URLSearchParams({ ...(query && { q: query }), ...(roomId && { in: roomId }) });
  return `/search?${asked}`;
}
