import { Store } from "./store";

/** A newer version of the page that waits to take over; null while there is none. */
export const nextVersion = new Store<ServiceWorker | null>(null);

/** Keeps the page ready for when there is no network, and listens for newer versions of it. */
export function registerServiceWorker(onOpen: (path: string) => void): void {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener("message", ({ data }) => {
    if (data?.type === "open" && typeof data.path === "string") onOpen(data.path);
  });
  void serviceWorker.register("/sw.js").then(watch, () => undefined); // without it all works but notifications by push
}

/** Asks the server whether it has a newer version: when it may just have been started anew. */
export function lookForNewVersion(): void {
  if (!("serviceWorker" in navigator)) return;
  const look = async () => (await navigator.serviceWorker.getRegistration())?.update();
  void look().catch(() => undefined); // with no network there is nothing newer
}

/** The newer version takes over, unless another window had it do so, and the page is loaded anew with it. */
export function takeOver(worker: ServiceWorker): void {
  const reload = () => location.reload();
  navigator.serviceWorker.addEventListener("controllerchange", reload, { once: true });
  if (worker.state === "installed") worker.postMessage("take over");
  else reload();
}

function watch(registration: ServiceWorkerRegistration): void {
  offer(registration);
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", () => offer(registration));
  });
}

/** The first one of all has nothing to replace. */
function offer({ waiting }: ServiceWorkerRegistration): void {
  if (waiting && navigator.serviceWorker.controller) nextVersion.set(waiting);
}
