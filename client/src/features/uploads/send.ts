import type { ApolloClient } from "@apollo/client";
import { graphql } from "~/gql";
import type { CreateUploadMutation } from "~/gql/graphql";
import type { Attached } from "~/lib/outbox/outbox";

const CreateUpload = graphql(`
  mutation CreateUpload($input: CreateUploadInput!) {
    createUpload(input: $input) { id url method fields { name value } }
  }
`);

const CompleteUpload = graphql(`
  mutation CompleteUpload($id: ID!) {
    completeUpload(id: $id) { id filename mimeType size }
  }
`);

type Target = CreateUploadMutation["createUpload"];

interface Options {
  client: ApolloClient;
  roomId: string;
  file: File;
  /** How much of the file was sent, from 0 to 1. */
  onProgress(progress: number): void;
  signal: AbortSignal;
}

/** Sends a file straight to where files are kept. Rejects with what the server refused, or when it was aborted. */
export async function sendFile({ client, roomId, file, onProgress, signal }: Options): Promise<Attached> {
  const mimeType = file.type || "application/octet-stream";
  const input = { roomId, filename: file.name || "file", mimeType, size: file.size };
  const created = await client.mutate({ mutation: CreateUpload, variables: { input } });
  if (!created.data) throw new Error("The server answered without a target.");
  const { createUpload: target } = created.data;
  await post(target, file, onProgress, signal);
  const completed = await client.mutate({ mutation: CompleteUpload, variables: { id: target.id } });
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
      request.status < 300 ? resolve() : reject(new Error(`The file was refused (${request.status}).`));
    request.onerror = () => reject(new Error("The line broke."));
    request.onabort = () => reject(new DOMException("Cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    if (signal.aborted) request.abort();
    request.send(form);
  });
}
