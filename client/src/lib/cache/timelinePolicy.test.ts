import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RoomMessages } from "~/lib/rooms";
import { lin, ROOM, RoomModel } from "~/testing/roomModel";
import { createCache } from "./createCache";

function roomOf(messages: number): RoomModel {
  const model = new RoomModel();
  for (let i = 0; i < messages; i += 1) model.send(lin, `message ${i + 1}`);
  return model;
}

function held(cache: ReturnType<typeof createCache>) {
  const page = cache.readQuery({ query: RoomMessages, variables: { roomId: ROOM } })?.room.messages;
  const nodes = (page?.nodes ?? []) as unknown as { seq: number; content: string }[];
  return { seqs: nodes.map(({ seq }) => seq), hasPreviousPage: page?.pageInfo.hasPreviousPage, nodes };
}

describe("pages of a timeline", () => {
  test("merge by seq, each message once, in whatever order and overlap they come", () => {
    const range = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 }));
    fc.assert(
      fc.property(fc.array(range, { minLength: 1 }), (ranges) => {
        const model = roomOf(60);
        const cache = createCache();
        const pages = ranges.map(([from, length]) => [from, Math.min(60, from + length)] as const);
        for (const [from, to] of pages) model.loadPage(cache, from, to);
        const expected = model.messages.filter(({ seq }) =>
          pages.some(([from, to]) => seq >= from && seq <= to),
        );
        const first = pages[0]?.[0] ?? 1;
        expect(held(cache).seqs.filter((seq) => seq >= first)).toEqual(
          expected.map(({ seq }) => seq).filter((seq) => seq >= first),
        );
      }),
    );
  });

  test("know that there is more above until the first message is held", () => {
    const model = roomOf(30);
    const cache = createCache();
    model.loadPage(cache, 21);
    expect(held(cache).hasPreviousPage).toBe(true);
    model.loadPage(cache, 1, 20);
    expect(held(cache)).toMatchObject({
      hasPreviousPage: false,
      seqs: Array.from({ length: 30 }, (_, i) => i + 1),
    });
  });

  test("a page in the middle does not change what lies above the oldest", () => {
    const model = roomOf(30);
    const cache = createCache();
    model.loadPage(cache, 1, 10);
    model.loadPage(cache, 21, 30);
    expect(held(cache)).toMatchObject({ hasPreviousPage: false });
  });
});
