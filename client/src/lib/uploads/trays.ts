import { messageOf } from "~/lib/errors";
import type { Attached } from "~/lib/outbox/outbox";
import { Store } from "~/lib/store";
import type { Sending } from "./transport";

const MOST = 10; // files in one message, as the server has it

export interface Upload {
  key: string;
  file: File;
  /** From 0 to 1. */
  progress: number;
  /** Why it did not work. */
  error: string | null;
  /** What a message can be sent with, once the server has the file. */
  attached: Attached | null;
}

export interface Tray {
  uploads: readonly Upload[];
  /** Somebody wanted to send before all of them were there. */
  isWaiting: boolean;
}

export const emptyTray: Tray = { uploads: [], isWaiting: false };

/** A place to write in: a room, or the thread of a message there. */
export interface Place {
  roomId: string;
  rootId?: string;
}

export const placeKey = ({ roomId, rootId }: Place) => (rootId ? `${roomId}/${rootId}` : roomId);

type Send = (roomId: string, sending: Omit<Sending, "client">) => Promise<Attached>;

/**
 * Files on their way to the places that they were chosen for, before their messages. They go on, and stay, while one is
 * elsewhere; a reload forgets them.
 */
export class Trays {
  readonly state = new Store<Readonly<Record<string, Tray>>>({});
  readonly #send: Send;
  readonly #aborts = new Map<string, AbortController>();

  constructor(send: Send) {
    this.#send = send;
  }

  add(place: Place, files: readonly File[]): void {
    const { uploads } = this.#tray(place);
    const fresh = files
      .slice(0, MOST - uploads.length)
      .map((file) => ({ key: crypto.randomUUID(), file, progress: 0, error: null, attached: null }));
    this.#put(place, { uploads: [...uploads, ...fresh], isWaiting: false });
    for (const upload of fresh) void this.#run(place, upload);
  }

  remove(place: Place, key: string): void {
    this.#aborts.get(key)?.abort();
    const tray = this.#tray(place);
    this.#put(place, { ...tray, uploads: tray.uploads.filter((upload) => upload.key !== key) });
  }

  retry(place: Place, upload: Upload): void {
    this.#change(place, upload.key, { error: null, progress: 0 });
    void this.#run(place, upload);
  }

  /** The files for a message, which are forgotten here; null while some are not there yet. */
  take(place: Place): readonly Attached[] | null {
    const { uploads } = this.#tray(place);
    const ready = uploads.flatMap(({ attached }) => attached ?? []);
    const isReady = ready.length === uploads.length;
    this.#put(place, isReady ? emptyTray : { uploads, isWaiting: true });
    return isReady ? ready : null;
  }

  close(): void {
    for (const abort of this.#aborts.values()) abort.abort();
  }

  async #run(place: Place, { key, file }: Upload): Promise<void> {
    const abort = new AbortController();
    this.#aborts.set(key, abort);
    const onProgress = (progress: number) => this.#change(place, key, { progress });
    try {
      const attached = await this.#send(place.roomId, { file, onProgress, signal: abort.signal });
      this.#change(place, key, { attached, progress: 1 });
    } catch (error) {
      this.#change(place, key, { error: messageOf(error) });
    }
    this.#aborts.delete(key);
  }

  #change(place: Place, key: string, by: Partial<Upload>): void {
    const tray = this.#tray(place);
    const uploads = tray.uploads.map((upload) => (upload.key === key ? { ...upload, ...by } : upload));
    this.#put(place, { ...tray, uploads });
  }

  #tray(place: Place): Tray {
    return this.state.get()[placeKey(place)] ?? emptyTray;
  }

  #put(place: Place, tray: Tray): void {
    const { [placeKey(place)]: _, ...others } = this.state.get();
    this.state.set(tray.uploads.length > 0 ? { ...others, [placeKey(place)]: tray } : others);
  }
}
