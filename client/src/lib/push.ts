/** What of a browser's push subscription the server needs. */
export interface PushAddress {
  endpoint: string;
  p256dh: string;
  auth: string;
}

export const isPushPossible = () =>
  "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** Subscribes this browser with the server's key, in place of any subscription with another one. */
export async function subscribeToPush(key: string): Promise<PushAddress> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const held = await pushManager.getSubscription();
  if (held && !isOf(held, key)) await held.unsubscribe();
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const { endpoint, keys } = (await pushManager.subscribe(options)).toJSON();
  if (!endpoint || !keys?.p256dh || !keys.auth) throw new Error("The browser gave no address.");
  return { endpoint, p256dh: keys.p256dh, auth: keys.auth };
}

export async function unsubscribeFromPush(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

export async function isSubscribedToPush(): Promise<boolean> {
  const registration = await navigator.serviceWorker.getRegistration();
  return Boolean(await registration?.pushManager.getSubscription());
}

function isOf(subscription: PushSubscription, key: string): boolean {
  const bytes = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer(0));
  const held = btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
  return held.replace(/=+$/, "") === key;
}
