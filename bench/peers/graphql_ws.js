// Node graphql-ws with graphql-js, what Apollo Server serves subscriptions with: node graphql_ws.js PORT
import { EventEmitter, on } from "node:events";
import { buildSchema } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { serve } from "./message.js";

const schema = buildSchema(`
  type User { id: ID!, username: String!, displayName: String! }
  type Message { id: ID!, seq: Int!, clock: Int!, content: String!, createdAt: String!, sender: User! }
  type MessageSent { roomId: ID!, message: Message! }
  type MemberLeft { roomId: ID!, userId: ID! }
  union Event = MessageSent | MemberLeft
  type Query { ok: Boolean! }
  type Subscription { roomEvents(roomId: ID!): Event! }
`);
const events = new EventEmitter({ captureRejections: false });
events.setMaxListeners(0);

schema.getSubscriptionType().getFields().roomEvents.subscribe = async function* (_root, { roomId }) {
  for await (const [roomEvents] of on(events, roomId)) yield { roomEvents };
};

const http = serve((room, event) => events.emit(room, event));
const sockets = new WebSocketServer({ server: http, path: "/graphql", perMessageDeflate: false });
useServer({ schema }, sockets);
http.listen({ port: Number(process.argv[2]), host: "127.0.0.1", backlog: 2048 });
