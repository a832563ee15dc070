import { createStore, del, set, values } from "idb-keyval";
import type { Unsent } from "./outbox";

/** Where unsent messages outlive the page. What was put and not removed is there on the next load. */
export interface OutboxStorage {
  load(): Promise<Unsent[]>;
  put(message: Unsent): Promise<void>;
  remove(clientId: string): Promise<void>;
}

/** One record for each message, so that tabs of one user do not overwrite one another. */
export function browserStorage(userId: string): OutboxStorage {
  const store = createStore(`parley-outbox-${userId}`, "unsent");
  return {
    load: () => values<Unsent>(store).catch(() => []), // private windows may have no IndexedDB
    put: (message) => set(message.clientId, message, store).catch(() => undefined),
    remove: (clientId) => del(clientId, store).catch(() => undefined),
  };
}
