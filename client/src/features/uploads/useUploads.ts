import { useApolloClient } from "@apollo/client/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { messageOf } from "~/lib/errors";
import type { Attached } from "~/lib/outbox/outbox";
import { sendFile } from "./send";

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

const MOST = 10; // files in one message, as the server has it

/** Files on their way to a room, before their message. */
export function useUploads(roomId: string) {
  const client = useApolloClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [isWaiting, setWaiting] = useState(false);
  const aborts = useRef(new Map<string, AbortController>());

  const change = useCallback((key: string, by: Partial<Upload>) => {
    setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, ...by } : upload)));
  }, []);

  const send = useCallback(
    async ({ key, file }: Pick<Upload, "key" | "file">) => {
      const abort = new AbortController();
      aborts.current.set(key, abort);
      const onProgress = (progress: number) => change(key, { progress });
      try {
        const attached = await sendFile(roomId, { client, file, onProgress, signal: abort.signal });
        change(key, { attached, progress: 1 });
      } catch (error) {
        change(key, { error: messageOf(error) });
      }
      aborts.current.delete(key);
    },
    [client, roomId, change],
  );

  const add = useCallback(
    (files: readonly File[]) => {
      const fresh = files.map((file) => ({ key: crypto.randomUUID(), file }));
      setUploads((all) =>
        [...all, ...fresh.map((each) => ({ ...each, progress: 0, error: null, attached: null }))].slice(
          0,
          MOST,
        ),
      );
      setWaiting(false);
      for (const each of fresh) void send(each);
    },
    [send],
  );

  const remove = useCallback((key: string) => {
    aborts.current.get(key)?.abort();
    setUploads((all) => all.filter((upload) => upload.key !== key));
  }, []);

  const retry = useCallback(
    (upload: Upload) => {
      change(upload.key, { error: null, progress: 0 });
      void send(upload);
    },
    [change, send],
  );

  /** The files for a message, which are forgotten here; null while some are not there yet. */
  function take(): readonly Attached[] | null {
    const ready = uploads.flatMap(({ attached }) => attached ?? []);
    const isReady = ready.length === uploads.length;
    setWaiting(!isReady);
    if (!isReady) return null;
    setUploads([]);
    return ready;
  }

  useEffect(() => {
    const running = aborts.current;
    return () => {
      for (const abort of running.values()) abort.abort();
    };
  }, []);

  return { uploads, isWaiting: isWaiting && uploads.length > 0, add, remove, retry, take };
}
