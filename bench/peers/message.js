// The event that every peer delivers, in the shape that Parley's roomEvents has.
import { createServer } from "node:http";

const ID = "674237c5a1b2c3d4e5f60718";
let seq = 0;

export function messageSent(room, content) {
  seq += 1;
  const sender = { id: ID, username: "ada-lovelace", displayName: "Ada Lovelace" };
  const createdAt = new Date().toISOString();
  const message = { id: ID, seq, clock: seq, content, createdAt, sender };
  return { __typename: "MessageSent", roomId: room, message };
}

// An HTTP server whose POSTs bring {room, content}.
export function serve(onMessage) {
  return createServer(async (request, response) => {
    if (request.method !== "POST") return response.end("{}");
    let body = "";
    for await (const piece of request) body += piece;
    const { room, content } = JSON.parse(body);
    onMessage(room, messageSent(room, content));
    const answer = "{}";
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": answer.length });
    response.end(answer);
  });
}
