import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ada, joe, lin } from "~/testing/people";
import { open, seen, take } from "~/testing/replay";
import { ROOM, RoomModel } from "~/testing/roomModel";
import type { ChatEvent } from "./events";

const kinds = ["send", "send", "reply", "reply", "edit", "delete", "react", "read"] as const;
/** Told to the viewer alone, by events that no catch-up repeats. */
const own = ["unread", "follow", "unfollow", "readThread"] as const;
const act = fc.record({
  kind: fc.constantFrom(...kinds, ...own),
  who: fc.constantFrom(ada, lin),
  at: fc.nat(),
  text: fc.oneof(fc.string(), fc.constantFrom("@ada?", "@lin!", "@all")),
});
const coming = fc.constantFrom("join", "leave", "come", "go");
/** What a catch-up tells of. The rest is loaded whenever the line is back. */
const toldLater = act.filter(({ kind }) => !own.some((each) => each === kind));
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;
/** What was done before the page was loaded, and since, with whether it was heard of. */
type Missed = [Act[], [Act, boolean][]];

function perform(model: RoomModel, { kind, who, at, text }: Act): ChatEvent[] {
  const seq = (at % Math.max(1, model.lastSeq)) + 1;
  if (kind === "send" || model.lastSeq === 0) return [model.send(who, text)];
  if (kind === "reply") return withThread(model, model.send(who, text, seq), model.lastSeq);
  if (kind === "edit") return [model.edit(seq, text)];
  if (kind === "delete") return withThread(model, model.delete(seq), seq);
  if (kind === "react") return [model.react(seq, "👍")];
  if (kind === "unread") return [model.markUnread(seq)];
  if (kind !== "read") return [model.changeFollow(seq, kind)];
  return [model.markRead(who, seq), model.membership()];
}

/** Joe is a member at times, and here at times. */
function move(model: RoomModel, kind: string): ChatEvent[] {
  if (kind === "join") return model.members.includes(joe) ? [] : [model.join(joe)];
  if (kind === "leave") return [model.leave(joe)];
  return [model.be(joe, kind === "come" ? "ONLINE" : "OFFLINE") ?? []].flat();
}

const arrived = (events: ChatEvent[], arrives: boolean) => (arrives ? events : []);

function withThread(model: RoomModel, event: ChatEvent, seq: number): ChatEvent[] {
  const thread = model.countReplies(seq);
  return thread ? [event, thread] : [event];
}

const said = (kind: Act["kind"], who: Act["who"]): Act => ({ kind, who, at: 0, text: "" });
const theOnlyReplyIsDeleted: Missed = [
  [said("send", ada), said("reply", lin)],
  [[{ ...said("delete", ada), at: 1 }, false]],
];
const anOwnReplyCameWithTheRoom: Missed = [
  [said("send", lin)],
  [
    [said("reply", ada), false],
    [said("read", ada), true],
    [said("reply", lin), false],
  ],
];

describe("a fresh load equals what was held plus events", () => {
  test("in order, and each event twice", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 15 }), fc.array(act, { maxLength: 25 }), (before, after) => {
        const model = new RoomModel();
        for (const each of before) perform(model, each);
        const state = open(model, model.lastSeq);
        for (const each of after) {
          const events = perform(model, each);
          for (const event of [...events, ...events]) take(state, event, model);
        }
        expect(seen(state)).toEqual(seen(open(model, model.lastSeq)));
      }),
    );
  });

  test("whoever joins and leaves, comes and goes", () => {
    fc.assert(
      fc.property(fc.array(coming, { maxLength: 5 }), fc.array(coming), (before, after) => {
        const model = new RoomModel();
        for (const each of before) move(model, each);
        const state = open(model);
        for (const event of after.flatMap((each) => move(model, each))) {
          for (const again of [event, event]) take(state, again, model);
        }
        expect(seen(state)).toEqual(seen(open(model)));
      }),
    );
  });

  test("in any order, with repeats, and with events from before the load", () => {
    const story = fc.array(act, { minLength: 1, maxLength: 20 });
    const dice = fc.infiniteStream(fc.nat());
    fc.assert(
      fc.property(story, story, dice, (before, after, random) => {
        const model = new RoomModel();
        const old = before.flatMap((each) => perform(model, each));
        const state = open(model, model.lastSeq);
        const events = [...old, ...after.flatMap((each) => perform(model, each))];
        for (const event of shuffled([...events, ...events], random)) take(state, event, model);
        expect(seen(state)).toEqual(seen(open(model, model.lastSeq)));
        expect(state.clocks.since()).toEqual([{ roomId: ROOM, clock: model.clock }]);
      }),
    );
  });

  test("by catching up after any number of events were lost", () => {
    fc.assert(
      fc.property(
        fc.array(toldLater, { maxLength: 10 }),
        fc.array(fc.tuple(toldLater, fc.boolean())),
        (before, after) => {
          const model = new RoomModel();
          for (const each of before) perform(model, each);
          const state = open(model, model.lastSeq);
          for (const [each, arrives] of after) {
            for (const event of arrived(perform(model, each), arrives)) take(state, event, model);
          }
          const since = state.clocks.since()[0]?.clock ?? 0;
          take(state, model.sync(since), model);
          expect(seen(state)).toEqual(seen(open(model, model.lastSeq)));
        },
      ),
      { examples: [theOnlyReplyIsDeleted, anOwnReplyCameWithTheRoom] },
    );
  });
});

function shuffled<T>(items: T[], random: Iterator<number>): T[] {
  const dealt = items.map((item) => ({ item, at: random.next().value as number }));
  return dealt.sort((a, b) => a.at - b.at).map(({ item }) => item);
}
