import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { graphql } from "~/gql";
import { createCache } from "~/lib/cache/createCache";
import { Clocks } from "~/lib/clocks";
import { Room, RoomMessages } from "~/lib/rooms";
import { Typing } from "~/lib/typing";
import { ada, lin, ROOM, RoomModel } from "~/testing/roomModel";
import { applyEvent } from "./applyEvent";
import type { ChatEvent } from "./events";
import type { FollowUp, LiveState } from "./state";

const PAGE = 20;

const ThreadSeqs = graphql(`
  fragment ThreadSeqs on Message {
    replies {
      nodes { seq }
    }
  }
`);

const ThreadPage = graphql(`
  fragment ThreadPage on Message {
    replies {
      nodes { id }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const Followed = graphql(`
  fragment Followed on Message {
    viewerFollow { isFollowed }
  }
`);

function open(model: RoomModel, page: number | null = PAGE): LiveState {
  const state = { cache: createCache(), viewerId: ada.id, clocks: new Clocks(), typing: new Typing() };
  model.loadInto(state.cache, { page });
  state.clocks.start(ROOM, model.clock);
  return state;
}

/** Applies an event and answers what it could not tell, as the server would by now. */
function take(state: LiveState, event: ChatEvent, model: RoomModel): readonly FollowUp[] {
  const followUps = applyEvent(state, event);
  for (const followUp of followUps) {
    if (followUp.load === "room") model.loadRoom(state.cache);
    else model.loadPage(state.cache, model.lastSeq - PAGE + 1);
  }
  return followUps;
}

/** All that a person sees of the room. */
function seen({ cache }: LiveState) {
  return {
    room: cache.readQuery({ query: Room, variables: { id: ROOM } })?.room,
    messages: timeline(cache),
  };
}

function timeline(cache: LiveState["cache"]) {
  const nodes = cache.readQuery({ query: RoomMessages, variables: { roomId: ROOM } })?.room.messages.nodes;
  return (nodes ?? []) as unknown as { id: string; seq: number; content: string; clock: number }[];
}

function unread(state: LiveState) {
  return (seen(state).room as unknown as { unreadCount: number }).unreadCount;
}

const act = fc.record({
  kind: fc.constantFrom("send", "send", "reply", "reply", "edit", "delete", "react", "read"),
  who: fc.constantFrom(ada, lin),
  at: fc.nat(),
  text: fc.oneof(fc.string(), fc.constantFrom("@ada?", "@lin!", "@all")),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

function perform(model: RoomModel, { kind, who, at, text }: Act): ChatEvent[] {
  const seq = (at % Math.max(1, model.lastSeq)) + 1;
  if (kind === "send" || model.lastSeq === 0) return [model.send(who, text)];
  if (kind === "reply") return withThread(model, model.send(who, text, seq), model.lastSeq);
  if (kind === "edit") return [model.edit(seq, text)];
  if (kind === "delete") return withThread(model, model.delete(seq), seq);
  if (kind === "react") return [model.react(seq, "👍")];
  return [model.markRead(who, seq)];
}

const arrived = (events: ChatEvent[], arrives: boolean) => (arrives ? events : []);

function withThread(model: RoomModel, event: ChatEvent, seq: number): ChatEvent[] {
  const thread = model.countReplies(seq);
  return thread ? [event, thread] : [event];
}

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
        fc.array(act, { maxLength: 10 }),
        fc.array(fc.tuple(act, fc.boolean())),
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
    );
  });
});

function shuffled<T>(items: T[], random: Iterator<number>): T[] {
  const dealt = items.map((item) => ({ item, at: random.next().value as number }));
  return dealt.sort((a, b) => a.at - b.at).map(({ item }) => item);
}

describe("one event", () => {
  function conversation() {
    const model = new RoomModel();
    model.send(lin, "one");
    model.send(ada, "two");
    model.markRead(ada, 2);
    return { model, state: open(model) };
  }

  test("a message of another is unread until it is read, here or elsewhere", () => {
    const { model, state } = conversation();
    take(state, model.send(lin, "three"), model);
    take(state, model.send(ada, "four"), model);
    expect(unread(state)).toBe(1);
    take(state, model.markRead(ada, 4), model);
    expect(unread(state)).toBe(0);
  });

  test("a message that was read elsewhere before it came here is not unread", () => {
    const { model, state } = conversation();
    const late = model.send(lin, "three");
    take(state, model.markRead(ada, 3), model);
    take(state, late, model);
    expect(unread(state)).toBe(0);
  });

  test("an unread message that is deleted is not unread any more", () => {
    const { model, state } = conversation();
    take(state, model.send(lin, "three"), model);
    take(state, model.delete(3), model);
    expect(unread(state)).toBe(0);
    expect(timeline(state.cache).at(-1)).toMatchObject({ seq: 3, content: "" });
  });

  test("a message that came before the first page is there when the page comes without it", () => {
    const { model } = conversation();
    const state = open(model, null);
    const late = model.send(lin, "three");
    take(state, late, model);
    expect(timeline(state.cache)).toEqual([]);
    model.loadPage(state.cache, 1, 2, 2);
    expect(timeline(state.cache).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test("a hole in the seqs asks the server for the counts", () => {
    const { model, state } = conversation();
    model.send(lin, "lost");
    const event = model.send(lin, "four");
    expect(applyEvent(state, event)).toEqual([{ load: "room", roomId: ROOM }]);
  });

  test("an event of a room that is not held asks for the room", () => {
    const { model } = conversation();
    const state = { cache: createCache(), viewerId: ada.id, clocks: new Clocks(), typing: new Typing() };
    expect(applyEvent(state, model.send(lin, "hello"))).toEqual([{ load: "room", roomId: ROOM }]);
  });

  test("too many changes drop the messages held and load the newest page", () => {
    const { model, state } = conversation();
    for (let i = 0; i < 50; i += 1) model.send(lin, `missed ${i}`);
    const followUps = take(state, model.reset(), model);
    expect(followUps).toContainEqual({ load: "newestPage", roomId: ROOM });
    expect(timeline(state.cache).map(({ seq }) => seq)).toEqual(
      Array.from({ length: PAGE }, (_, i) => 33 + i),
    );
  });

  test("leaving takes the room away", () => {
    const { state } = conversation();
    applyEvent(state, { __typename: "MemberLeft", roomId: ROOM, userId: ada.id });
    expect(seen(state).room).toBeUndefined();
    expect(state.clocks.since()).toEqual([]);
  });

  test("a reply has its place in its thread once the replies before it are held", () => {
    const { model, state } = conversation();
    const thread = () => state.cache.readFragment({ id: "Message:m1", fragment: ThreadSeqs })?.replies.nodes;
    const reply = model.send(lin, "in the thread", 1);
    take(state, reply, model);
    expect(thread()).toBeUndefined();
    const pageInfo = { __typename: "PageInfo", hasNextPage: false, endCursor: null };
    const replies = { __typename: "MessageConnection", nodes: [], pageInfo };
    const data = { __typename: "Message", id: "m1", replies } as never;
    state.cache.writeFragment({ id: "Message:m1", fragment: ThreadPage, data });
    take(state, model.send(ada, "another", 1), model);
    take(state, reply, model);
    expect(thread()?.map(({ seq }) => seq)).toEqual([3, 4]);
  });

  test("following a thread on one device shows on another", () => {
    const { state } = conversation();
    const id = "Message:m1";
    const held = { __typename: "Message", id: "m1", viewerFollow: null } as never;
    state.cache.writeFragment({ id, fragment: Followed, data: held });
    const event = { roomId: ROOM, messageId: "m1", isFollowed: true, readSeq: 2 };
    applyEvent(state, { __typename: "FollowChanged", ...event });
    expect(state.cache.readFragment({ id, fragment: Followed })?.viewerFollow?.isFollowed).toBe(true);
  });
});
