/// <reference lib="webworker" />
import { closeRead, type Notice, show, taggedRoom } from "./notices";
import { answer, isShellRequest, keepShell, removeOldShells } from "./shell";

declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", (event) => event.waitUntil(keepShell()));

self.addEventListener("activate", (event) =>
  event.waitUntil(removeOldShells().then(() => self.clients.claim())),
);

self.addEventListener("message", (event) => {
  if (event.data === "take over") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  if (isShellRequest(event.request)) event.respondWith(answer(event.request));
});

self.addEventListener("push", (event) => {
  const notice = event.data?.json() as Notice | undefined;
  if (!notice) return;
  event.waitUntil(
    inTurn(() => (notice.type === "read" ? closeRead(self.registration, notice) : tell(notice))),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const roomId = taggedRoom(event.notification.tag);
  if (roomId) event.waitUntil(open(`/rooms/${roomId}`));
});

let last: Promise<unknown> = Promise.resolve();

/** One push after the other, as they came: a reading that overtook its message would find nothing to take back. */
function inTurn(work: () => Promise<void>): Promise<void> {
  const done = last.then(work);
  last = done.catch(() => undefined);
  return done;
}

/** Whoever has a window in front sees the message there. */
async function tell(notice: Extract<Notice, { type: "message" }>): Promise<void> {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!windows.some(({ focused }) => focused)) await show(self.registration, notice);
}

async function open(path: string): Promise<void> {
  const [window] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!window) {
    await self.clients.openWindow(path);
    return;
  }
  await window.focus();
  window.postMessage({ type: "open", path });
}
