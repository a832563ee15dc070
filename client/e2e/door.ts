import { once } from "node:events";
import { createReadStream, existsSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { extname, join } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};
const OF_THE_SERVER = /^\/(graphql|api|files)(\/|\?|$)/;

/** Stands before a server and gives out a build of the client of its own, which may be replaced by another. */
export class Door {
  readonly #server: Server;
  readonly #behind: URL;
  readonly #lines = new Set<Socket>();
  #folder: string;

  private constructor(behind: string, folder: string) {
    this.#behind = new URL(behind);
    this.#folder = folder;
    this.#server = createServer((asked, answer) => this.#answer(asked, answer));
    this.#server.on("upgrade", (asked, socket, head) => this.#join(asked, socket as Socket, head));
  }

  static async open(behind: string, folder: string): Promise<Door> {
    const door = new Door(behind, folder);
    door.#server.listen(0, "127.0.0.1");
    await once(door.#server, "listening");
    return door;
  }

  get address(): string {
    const address = this.#server.address();
    return typeof address === "object" && address ? `http://localhost:${address.port}` : "";
  }

  /** As when a new version is brought out: nothing of the old one is left, and all lines break once. */
  replace(folder: string): void {
    this.#folder = folder;
    this.#hangUp();
  }

  async close(): Promise<void> {
    this.#hangUp();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  #answer(asked: IncomingMessage, answer: ServerResponse): void {
    if (OF_THE_SERVER.test(asked.url ?? "")) this.#pass(asked, answer);
    else this.#give(new URL(asked.url ?? "/", this.address).pathname, answer);
  }

  #give(path: string, answer: ServerResponse): void {
    const isPage = extname(path) === "";
    const file = join(this.#folder, isPage ? "index.html" : path);
    if (!existsSync(file)) return void answer.writeHead(404).end();
    const caching = path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    answer.writeHead(200, { "Content-Type": type, "Cache-Control": caching, Vary: "Origin" });
    createReadStream(file).pipe(answer);
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const { method, url, headers } = asked;
    const onward = request(new URL(url ?? "/", this.#behind), { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  }

  /** A WebSocket: its bytes go through as they are. */
  #join(asked: IncomingMessage, socket: Socket, head: Buffer): void {
    const onward = connect(Number(this.#behind.port), this.#behind.hostname);
    const { rawHeaders: raw } = asked;
    const lines = raw.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${raw[index + 1]}`] : []));
    onward.write([`GET ${asked.url} HTTP/1.1`, ...lines, "", ""].join("\r\n"));
    onward.write(head);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
    this.#lines.add(socket);
    socket.on("close", () => this.#lines.delete(socket));
  }

  #hangUp(): void {
    for (const line of this.#lines) line.destroy();
  }
}
