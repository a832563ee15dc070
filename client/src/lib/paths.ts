/** Where a room is, within the page. */
export const roomPath = (roomId: string) => `/rooms/${roomId}`;

/** Where one message is: the link that people give to each other. */
export const messagePath = (roomId: string, messageId: string) => `/r/${roomId}/m/${messageId}`;
