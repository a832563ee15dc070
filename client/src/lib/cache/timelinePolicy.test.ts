import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RoomMessages } from "~/lib/rooms";
import { lin } from "~/testing/people";
import { ROOM, RoomModel } from "~/testing/roomModel";
import { applyEvent } from "../live/applyEvent";
import { blankState } from "../live/state";
import { createCache } from "./createCache";
import { modifyField } from "./modifyField";
import { type HeldTimeline, keepNear } from "./timelinePolicy";

function roomOf(messages: number): RoomModel {
  const model = new RoomModel();
  for (let i = 0; i < messages; i += 1) model.send(lin, `message ${i + 1}`);
  return model;
}

function held(cache: ReturnType<typeof createCache>) {
  const page = cache.readQuery({ query: RoomMessages, variables: { roomId: ROOM } })?.room.messages;
  const nodes = (page?.nodes ?? []) as unknown as { seq: number }[];
  const { hasPreviousPage, hasNextPage, startCursor, endCursor } = page?.pageInfo ?? {};
  return { seqs: nodes.map(({ seq }) => seq), hasPreviousPage, hasNextPage, startCursor, endCursor };
}

function change(cache: ReturnType<typeof createCache>, by: (timeline: HeldTimeline) => HeldTimeline): void {
  modifyField<HeldTimeline>(cache, `Room:${ROOM}`, "messages", by);
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe("pages of a timeline", () => {
  test("are one run without a hole around the reader, in whatever order and overlap they come", () => {
    const pageAt = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(fc.array(pageAt, { minLength: 1 }), fc.nat(), (pages, dice) => {
        const model = roomOf(60);
        const cache = createCache();
        const ranges = pages.map(([from, length]) => [from, Math.min(60, from + length)] as const);
        for (const [from, to] of ranges) model.loadPage(cache, from, to);
        const at = ranges[dice % ranges.length]?.[0] ?? 1;
        change(cache, (timeline) => ({ ...timeline, at }));

        const isLoaded = (seq: number) => ranges.some(([from, to]) => seq >= from && seq <= to);
        let [from, to] = [at, at];
        while (isLoaded(from - 1)) from -= 1;
        while (isLoaded(to + 1)) to += 1;
        expect(held(cache)).toMatchObject({
          seqs: range(from, to),
          hasPreviousPage: from > 1,
          hasNextPage: to < 60,
        });
      }),
    );
  });

  test("show the newest messages until the reader is elsewhere", () => {
    const model = roomOf(60);
    const cache = createCache();
    model.loadPage(cache, 41);
    model.loadPage(cache, 10, 20);
    expect(held(cache)).toMatchObject({ seqs: range(41, 60), hasNextPage: false, startCursor: "cursor-41" });
    change(cache, (timeline) => ({ ...timeline, at: 15 }));
    expect(held(cache)).toMatchObject({ seqs: range(10, 20), hasNextPage: true, endCursor: "cursor-20" });
    model.loadPage(cache, 21, 40);
    expect(held(cache)).toMatchObject({ seqs: range(10, 60), hasNextPage: false });
  });

  test("far from the reader are let go of, from an edge where they can be loaded again", () => {
    const model = roomOf(60);
    const cache = createCache();
    for (const from of [51, 41, 31, 21, 11]) model.loadPage(cache, from, from + 9);
    change(cache, (timeline) => keepNear(timeline, 15, 25));
    expect(held(cache)).toMatchObject({ seqs: range(11, 30), hasNextPage: true, endCursor: "cursor-30" });
    model.loadPage(cache, 31, 50);
    model.loadPage(cache, 51);
    change(cache, (timeline) => keepNear(timeline, 55, 60));
    expect(held(cache)).toMatchObject({ seqs: range(51, 60), hasNextPage: false, startCursor: "cursor-51" });
  });

  test("without the newest one have no place for a message that comes live", () => {
    const model = roomOf(60);
    const cache = createCache();
    model.loadInto(cache, { page: null });
    model.loadPage(cache, 21, 30);
    change(cache, (timeline) => ({ ...timeline, at: 25 }));
    const live = blankState(cache, "ada");
    applyEvent(live, model.send(lin, "far away"));
    model.loadPage(cache, 31, 60, 61);
    expect(held(cache)).toMatchObject({ seqs: range(21, 60), hasNextPage: true });
  });
});
