import { expect, test, vi } from "vitest";
import type { Attached } from "~/lib/outbox/outbox";
import { Trays } from "./trays";

const room = { roomId: "r1" };
const thread = { roomId: "r1", rootId: "m1" };
const file = (name: string) => new File(["text"], name, { type: "text/plain" });
const named = (trays: Trays, place: string) =>
  trays.state.get()[place]?.uploads.map((upload) => upload.file.name) ?? [];

function held() {
  const sent: { name: string; done(): void; fail(): void; signal: AbortSignal }[] = [];
  const trays = new Trays(
    (_, { file: given, signal }) =>
      new Promise<Attached>((resolve, reject) => {
        const { name, size, type: mimeType } = given;
        const done = () => resolve({ id: name, filename: name, mimeType, size });
        sent.push({ name, done, fail: () => reject(new Error("The line broke.")), signal });
      }),
  );
  return { trays, sent };
}

test("a room and its threads keep their files apart, and until they are taken", async () => {
  const { trays, sent } = held();
  trays.add(room, [file("a"), file("b")]);
  trays.add(thread, [file("c")]);
  expect(named(trays, "r1")).toEqual(["a", "b"]);
  expect(named(trays, "r1/m1")).toEqual(["c"]);

  sent[0]?.done();
  await vi.waitFor(() => expect(trays.state.get().r1?.uploads[0]?.attached).not.toBeNull());
  expect(trays.take(room)).toBeNull();
  expect(trays.state.get().r1?.isWaiting).toBe(true);
  sent[1]?.done();
  await vi.waitFor(() => expect(trays.state.get().r1?.uploads[1]?.attached).not.toBeNull());
  expect(trays.take(room)?.map(({ id }) => id)).toEqual(["a", "b"]);
  expect(trays.state.get()).not.toHaveProperty("r1");
  expect(named(trays, "r1/m1")).toEqual(["c"]);
});

test("what failed is tried again, and what is taken away is aborted", async () => {
  const { trays, sent } = held();
  trays.add(room, [file("a")]);
  sent[0]?.fail();
  await vi.waitFor(() => expect(trays.state.get().r1?.uploads[0]?.error).not.toBeNull());
  const [failed] = trays.state.get().r1?.uploads ?? [];
  if (failed) trays.retry(room, failed);
  expect(sent).toHaveLength(2);
  trays.remove(room, failed?.key ?? "");
  expect(sent[1]?.signal.aborted).toBe(true);
  expect(trays.state.get()).toEqual({});
});

test("a message takes ten files", () => {
  const { trays, sent } = held();
  trays.add(
    room,
    Array.from({ length: 8 }, (_, i) => file(`${i}`)),
  );
  trays.add(
    room,
    Array.from({ length: 8 }, (_, i) => file(`more ${i}`)),
  );
  expect(named(trays, "r1")).toHaveLength(10);
  expect(sent).toHaveLength(10);
});
