import { graphql } from "~/gql";
import type { Attached } from "~/lib/outbox/outbox";
import { announced, type Sending, sendTo } from "./transport";

const CreateUpload = graphql(`
  mutation CreateUpload($input: CreateUploadInput!) {
    createUpload(input: $input) { id url method fields { name value } }
  }
`);

/** Sends a file straight to where files are kept, to be sent to the room. Rejects like `sendTo`. */
export async function sendFile(roomId: string, sending: Sending): Promise<Attached> {
  const { client, file } = sending;
  const input = { roomId, ...announced(file) };
  const created = await client.mutate({ mutation: CreateUpload, variables: { input } });
  if (!created.data) throw new Error("The server answered without a target.");
  return sendTo(created.data.createUpload, sending);
}
