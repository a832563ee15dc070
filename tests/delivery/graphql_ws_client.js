// The graphql-ws client from npm against a server: node graphql_ws_client.js URL TOKEN ROOM
// Prints what it saw as one JSON object. The packages are the client's own.
const { createRequire } = require("node:module");
const path = require("node:path");

const fromClient = createRequire(path.join(__dirname, "../../client/package.json"));
const { createClient } = fromClient("graphql-ws");
const WebSocket = fromClient("ws");

const [url, token, room] = process.argv.slice(2);
const EVENTS = `subscription($room: ID!, $since: Int) { roomEvents(roomId: $room, since: $since) {
  __typename
  ... on RoomSynced { clock messages { seq content } }
  ... on MessageSent { message { seq content } } } }`;
const SEND = `mutation($message: SendMessageInput!) { sendMessage(input: $message) { seq content } }`;

const saw = { sockets: 0, closed: [] };

function open(authorization, options = {}) {
  return createClient({
    url,
    webSocketImpl: WebSocket,
    connectionParams: { authorization },
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => {},
    on: { connected: () => saw.sockets++, closed: (event) => saw.closed.push(event.code) },
    ...options,
  });
}

// All that an operation tells until it completes, or the errors or the closing code that it ends with.
async function run(client, query, variables) {
  const told = [];
  try {
    for await (const result of client.iterate({ query, variables })) told.push(result);
  } catch (errors) {
    return errors.code ?? errors;
  }
  return told;
}

function send(client, content) {
  const message = { roomId: room, content, clientId: `npm ${content}` };
  return run(client, SEND, { message });
}

async function listen(client) {
  const heard = [];
  for await (const { data } of client.iterate({ query: EVENTS, variables: { room, since: 0 } })) {
    heard.push(data.roomEvents);
    if (data.roomEvents.__typename === "RoomSynced") saw.sent = await send(client, "Hello");
    if (data.roomEvents.message?.content === "Hello") break; // which says `complete`
  }
  return heard.filter((event) => ["RoomSynced", "MessageSent"].includes(event.__typename));
}

async function main() {
  const client = open(`Bearer ${token}`, { keepAlive: 50 });
  saw.query = await run(client, "{ viewer { user { id } } }");
  saw.heard = await listen(client);
  saw.again = await send(client, "After");
  saw.invalid = await run(client, "{ nothing }");
  saw.refused = await run(client, EVENTS, { room: "0123456789abcdef01234567" });
  saw.logout = await run(client, "mutation { logout }");
  const stranger = open("Bearer nobody");
  saw.stranger = await run(stranger, "{ viewer { email } }");
  console.log(JSON.stringify(saw));
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
