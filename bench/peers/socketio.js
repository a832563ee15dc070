// Node Socket.IO: node socketio.js PORT [REDIS-URL]
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";
import { serve } from "./message.js";

const [port, redis] = process.argv.slice(2);
const http = serve((room, event) => io.to(room).emit("message", event));
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false, httpCompression: false });

const at = (url) => (url.startsWith("unix://") ? { socket: { path: url.slice(7) } } : { url });

if (redis) {
  const publisher = createClient(at(redis));
  const subscriber = publisher.duplicate();
  await Promise.all([publisher.connect(), subscriber.connect()]);
  io.adapter(createAdapter(publisher, subscriber));
}
io.on("connection", (socket) => {
  socket.on("join", (rooms) => {
    socket.join(rooms);
    socket.emit("joined");
  });
});
http.listen({ port: Number(port), host: "127.0.0.1", backlog: 2048 });
