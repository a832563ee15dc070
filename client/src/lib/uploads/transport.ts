import type { ApolloClient } from "@apollo/client";
import { graphql } from "~/gql";
import { RequestError } from "~/lib/errors";
import type { Attached } from "~/lib/outbox/outbox";

const CompleteUpload = graphql(`
  mutation CompleteUpload($id: ID!) {
    completeUpload(id: $id) { id filename mimeType size }
  }
`);

/** Where an upload goes, as the server said when it was announced. */
export interface Target {
  id: string;
  url: string;
  method: string;
  fields: readonly { name: string; value: string }[];
}

export interface Sending {
  client: ApolloClient;
  file: File;
  /** How much of the file was sent, from 0 to 1. */
  onProgress(progress: number): void;
  signal: AbortSignal;
}

/** What announces a file: its name, its type as the browser has it, and its size in bytes. */
export const announced = (file: File) => ({
  filename: file.name || "file",
  mimeType: file.type || "application/octet-stream",
  size: file.size,
});

/** Sends a file to its target and has it looked at. Rejects with what was refused, or when it was aborted. */
export async function sendTo(
  target: Target,
  { client, file, onProgress, signal }: Sending,
): Promise<Attached> {
  await post(target, file, onProgress, signal);
  const completed = await client.mutate({ mutation: CompleteUpload, variables: { id: target.id } });
  signal.throwIfAborted();
  if (!completed.data) throw new Error("The server answered without a file.");
  return completed.data.completeUpload;
}

/** `fetch` does not tell how far an upload is; `XMLHttpRequest` does. */
function post(
  { url, method, fields }: Target,
  file: File,
  onProgress: (progress: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const { name, value } of fields) form.append(name, value);
    form.append("file", file);
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () =>
      request.status < 300 ? resolve() : reject(refusedBy(request.status, request.responseText));
    request.onerror = () => reject(new Error("The line broke."));
    request.onabort = () => reject(new DOMException("Cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    if (signal.aborted) request.abort();
    request.send(form);
  });
}

const BY_STATUS: Record<number, { code: string; message: string }> = {
  403: { code: "FORBIDDEN", message: "The place for this file is no longer kept. Try again." },
  413: { code: "TOO_LARGE", message: "This file is larger than what is taken here." },
  429: { code: "RATE_LIMITED", message: "Too many files at once. Try again in a while." },
};

/** What this server says in words; a bucket says it in a status alone. */
export function refusedBy(status: number, body: string): RequestError {
  const { code, message } = saidIn(body) ?? BY_STATUS[status] ?? unknownStatus(status);
  return new RequestError([{ message, extensions: { code } }]);
}

function unknownStatus(status: number) {
  return { code: "UNAVAILABLE", message: `The file could not be kept (${status}). Try again.` };
}

function saidIn(body: string): { code: string; message: string } | null {
  try {
    return JSON.parse(body).error ?? null;
  } catch {
    return null;
  }
}
