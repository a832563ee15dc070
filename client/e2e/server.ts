import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const CHECKOUT = resolve(import.meta.dirname, "../..");
const PYTHON = join(CHECKOUT, ".venv/bin/python");

/** A server of a test's own, which may be killed and started again on the same data. */
export class Server {
  readonly address: string;
  readonly #port: number;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  private constructor(port: number, folder: string) {
    this.address = `http://localhost:${port}`;
    this.#port = port;
    this.#folder = folder;
  }

  static async started(): Promise<Server> {
    const server = new Server(await freePort(), await mkdtemp(join(tmpdir(), "parley-e2e-")));
    await server.start();
    return server;
  }

  /** Until it answers. */
  async start(): Promise<void> {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, PYTHONPATH: CHECKOUT, RATE_LIMITS: "off", LOG_LEVEL: "warning" };
    const options = ["--no-build", "--port", String(this.#port)];
    const server = spawn(PYTHON, ["-m", "scripts.serve", ...options], { cwd: this.#folder, env });
    server.stderr.pipe(process.stderr);
    this.#process = server;
    await new Promise<void>((ready, fail) => {
      createInterface(server.stdout).on("line", (line) => /^\s*Chat /.test(line) && ready());
      server.once("exit", () => fail(new Error("The server did not start.")));
    });
  }

  /** As `kill -9` does: it finishes nothing. What it started goes with it. */
  async kill(): Promise<void> {
    const server = this.#process;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  }

  /** For good, with its data: nobody is left to take leave of. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10 }); // its database may still be ending
  }
}

async function freePort(): Promise<number> {
  const door = createServer().listen(0, "127.0.0.1");
  await once(door, "listening");
  const address = door.address();
  door.close();
  if (typeof address !== "object" || address === null) throw new Error("There is no free port.");
  return address.port;
}
