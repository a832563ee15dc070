/** What the server pushes: a message, or that its room was read elsewhere (chat/push_notices.py). */
export type Notice =
  | { type: "message"; roomId: string; seq: number; title: string; body: string; at: string }
  | { type: "read"; roomId: string; seq: number };

type Registration = Pick<ServiceWorkerRegistration, "showNotification" | "getNotifications">;

const tagOf = (roomId: string) => `room:${roomId}`;

/** The room that a notification is about. */
export const taggedRoom = (tag: string) => (tag.startsWith("room:") ? tag.slice("room:".length) : null);

/** One notification for each room: the newest message replaces the one before it. */
export async function show(
  registration: Registration,
  { roomId, seq, title, body, at }: Extract<Notice, { type: "message" }>,
): Promise<void> {
  const options = { body, tag: tagOf(roomId), renotify: true, timestamp: Date.parse(at), data: { seq } };
  await registration.showNotification(title, { ...options, icon: "/icon-192.png", badge: "/badge-96.png" });
}

/** Takes back what was read on another device; a newer message stays. */
export async function closeRead(
  registration: Registration,
  { roomId, seq }: { roomId: string; seq: number },
): Promise<void> {
  for (const shown of await registration.getNotifications({ tag: tagOf(roomId) }))
    if ((shown.data?.seq ?? 0) <= seq) shown.close();
}
