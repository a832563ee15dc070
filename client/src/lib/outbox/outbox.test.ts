import "fake-indexeddb/auto";
import { describe, expect, test, vi } from "vitest";
import { RequestError } from "~/lib/errors";
import { Outbox, type Unsent } from "./outbox";
import { browserStorage } from "./storage";

const refused = new RequestError([{ message: "Too long.", extensions: { code: "BAD_INPUT" } }]);
const noNetwork = new TypeError("no network");

/** A server that answers each send when, and as, the test says. */
function server() {
  const calls: { message: Unsent; accept(): void; fail(error: unknown): void }[] = [];
  const deliver = (message: Unsent) =>
    new Promise<void>((accept, fail) => {
      calls.push({ message, accept, fail });
    });
  const call = (index: number) => vi.waitUntil(() => calls[index]);
  return { deliver, calls, call };
}

let users = 0;
function opened({ userId = `user-${users++}` } = {}) {
  const line = server();
  const outbox = new Outbox({
    storage: browserStorage(userId),
    deliver: line.deliver,
    wait: async () => undefined,
  });
  return { outbox, userId, ...line };
}

const contents = (outbox: Outbox) => outbox.state.get().map(({ content }) => content);

describe("the outbox", () => {
  test("shows a message at once and lets go of it once the server has it", async () => {
    const { outbox, call } = opened();
    outbox.add("room", "hello");
    expect(contents(outbox)).toEqual(["hello"]);
    (await call(0)).accept();
    await vi.waitUntil(() => outbox.state.get().length === 0);
  });

  test("says until when the server holds a message back, and sends it then", async () => {
    const { outbox, call } = opened();
    outbox.add("room", "hello");
    const extensions = { code: "RATE_LIMITED", retryAfter: 30 };
    (await call(0)).fail(new RequestError([{ message: "Slow mode.", extensions }]));
    await call(1);
    expect(outbox.state.get()[0]?.held?.why).toBe("Slow mode.");
    (await call(1)).accept();
    await vi.waitUntil(() => outbox.state.get().length === 0);
  });

  test("sends the messages of one room one at a time, in their order", async () => {
    const { outbox, calls, call } = opened();
    for (const content of ["one", "two", "three"]) outbox.add("room", content);
    expect(calls).toHaveLength(1);
    (await call(0)).accept();
    (await call(1)).accept();
    await call(2);
    expect(calls.map(({ message }) => message.content)).toEqual(["one", "two", "three"]);
  });

  test("does not let one room wait for another", async () => {
    const { outbox, calls } = opened();
    outbox.add("slow", "one");
    outbox.add("other", "two");
    expect(calls.map(({ message }) => message.roomId)).toEqual(["slow", "other"]);
  });

  test("tries again after a failure, under the same clientId and before what came later", async () => {
    const { outbox, calls, call } = opened();
    outbox.add("room", "one");
    outbox.add("room", "two");
    (await call(0)).fail(noNetwork);
    (await call(1)).accept();
    await call(2);
    expect(calls.map(({ message }) => message.content)).toEqual(["one", "one", "two"]);
    expect(calls[1]?.message.clientId).toBe(calls[0]?.message.clientId);
  });

  test("keeps what the server refused, says why, and goes on with the next", async () => {
    const { outbox, call } = opened();
    outbox.add("room", "one");
    outbox.add("room", "two");
    (await call(0)).fail(refused);
    expect((await call(1)).message.content).toBe("two");
    expect(outbox.state.get()[0]).toMatchObject({ content: "one", refused: "Too long." });
  });

  test("sends a refused message again when asked to, or lets go of it", async () => {
    const { outbox, call } = opened();
    outbox.add("room", "one");
    (await call(0)).fail(refused);
    await vi.waitUntil(() => outbox.state.get()[0]?.refused);
    const { clientId } = outbox.state.get()[0] as Unsent;
    outbox.retry(clientId);
    (await call(1)).fail(refused);
    await vi.waitUntil(() => outbox.state.get()[0]?.refused);
    outbox.discard(clientId);
    expect(outbox.state.get()).toEqual([]);
  });

  test("survives a reload with its order and its clientIds", async () => {
    const before = opened();
    for (const content of ["one", "two"]) before.outbox.add("room", content);
    const left = before.outbox.state.get();
    before.outbox.close();

    const after = opened({ userId: before.userId });
    await after.outbox.open();
    expect(after.outbox.state.get()).toEqual(left);
    (await after.call(0)).accept();
    expect((await after.call(1)).message).toEqual(left[1]);
  });

  test("forgets for good what the server has", async () => {
    const before = opened();
    before.outbox.add("room", "one");
    (await before.call(0)).accept();
    await vi.waitUntil(() => before.outbox.state.get().length === 0);

    const after = opened({ userId: before.userId });
    await after.outbox.open();
    expect(after.outbox.state.get()).toEqual([]);
  });
});
