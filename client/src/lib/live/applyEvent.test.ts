import { describe, expect, test } from "vitest";
import { graphql } from "~/gql";
import { makeFragmentData } from "~/gql/fragment-masking";
import { createCache } from "~/lib/cache/createCache";
import { Person } from "~/lib/fragments";
import { ada, lin } from "~/testing/people";
import { open, PAGE, seen, take, timeline, unread } from "~/testing/replay";
import { ROOM, RoomModel } from "~/testing/roomModel";
import { applyEvent } from "./applyEvent";
import { holdThreads } from "./applyThread";
import type { ChatEvent } from "./events";
import { blankState, roomKey, userKey, VIEWER_KEY } from "./state";

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

const Name = graphql(`
  fragment Name on User {
    displayName
  }
`);

const Concerns = graphql(`
  fragment Concerns on Viewer {
    mentions { nodes { id } }
    threads { nodes { unreadCount } }
  }
`);

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

  test("who is called for has a mention, until it is edited away", () => {
    const { model, state } = conversation();
    take(state, model.send(lin, "@ada, three?"), model);
    take(state, model.send(lin, "@all, four"), model);
    take(state, model.send(lin, "@lin, five"), model);
    expect(seen(state).room).toMatchObject({ unreadCount: 3, mentionCount: 2 });
    take(state, model.edit(3, "three?"), model);
    expect(seen(state).room).toMatchObject({ unreadCount: 3, mentionCount: 1 });
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
    const state = blankState(createCache(), ada.id);
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

  test("another name stands at once wherever the person is shown", () => {
    const { state } = conversation();
    const renamed = makeFragmentData({ ...lin, displayName: "Lin Quist" }, Person);
    applyEvent(state, { __typename: "ProfileChanged", user: renamed });
    expect(state.cache.readFragment({ id: userKey(lin.id), fragment: Name })?.displayName).toBe("Lin Quist");
  });

  test("an event of a newer server, unknown here, changes nothing", () => {
    const { state } = conversation();
    const before = seen(state);
    expect(applyEvent(state, { __typename: "TeaServed" } as unknown as ChatEvent)).toEqual([]);
    expect(seen(state)).toEqual(before);
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

  describe("what concerns the viewer is asked for anew", () => {
    function concerned() {
      const { model, state } = conversation();
      const none = { nodes: [] };
      const data = {
        __typename: "Viewer",
        mentions: { __typename: "MessageConnection", ...none },
        threads: { __typename: "FollowedThreadConnection", ...none },
      } as never;
      state.cache.writeFragment({ id: VIEWER_KEY, fragment: Concerns, data });
      const held = () => Object.keys((state.cache.extract() as Record<string, object>)[VIEWER_KEY] ?? {});
      return { model, state, held };
    }

    test("after a mention, and after it was edited away", () => {
      const { model, state, held } = concerned();
      take(state, model.send(lin, "three"), model);
      expect(held()).toEqual(expect.arrayContaining(["mentions", "threads"]));
      take(state, model.send(lin, "@ada, four"), model);
      expect(held()).not.toContain("mentions");
    });

    test("after a mention that an answer brought ahead of its event", () => {
      const { model, state, held } = concerned();
      const event = model.send(lin, "@ada, three?");
      model.loadRoom(state.cache);
      expect(held()).toContain("mentions");
      take(state, event, model);
      expect(held()).not.toContain("mentions");
    });

    test("after a mention in a room that is not held yet", () => {
      const { model, state, held } = concerned();
      state.cache.evict({ id: roomKey(ROOM) });
      take(state, model.send(lin, "@ada, three?"), model);
      expect(held()).not.toContain("mentions");
    });

    test("after a followed thread was read elsewhere", () => {
      const { model, state, held } = concerned();
      const event = { roomId: ROOM, messageId: "m1", isFollowed: true, readSeq: 2 };
      take(state, { __typename: "FollowChanged", ...event }, model);
      expect(held()).toContain("mentions");
      expect(held()).not.toContain("threads");
    });
  });

  test("what is unread in threads is asked for by who may follow them, and by nobody else", () => {
    const model = new RoomModel();
    for (const sender of [lin, lin, ada]) model.send(sender, "root");
    const state = open(model);
    const told = (seq: number) => {
      model.send(lin, "reply", seq);
      return applyEvent(state, model.countReplies(model.lastSeq) as ChatEvent);
    };
    const asked = { load: "threads" };
    expect(told(1)).not.toContainEqual(asked);
    expect(told(3)).toContainEqual(asked); // a thread that Ada opened
    expect(take(state, model.send(ada, "mine", 2), model)).toContainEqual(asked);
    expect(told(2)).toContainEqual(asked);
    expect(take(state, model.changeFollow(1, "follow"), model)).toContainEqual(asked);
    expect(told(1)).toContainEqual(asked);
  });

  test("an answer from before the viewer's reply does not make its thread one that they do not follow", () => {
    const model = new RoomModel();
    model.send(lin, "root");
    const state = open(model);
    applyEvent(state, model.send(ada, "mine", 1));
    holdThreads(state, {
      viewer: { unreadThreads: 0, threads: { nodes: [], pageInfo: { hasNextPage: false } } },
    });
    model.send(lin, "reply", 1);
    expect(take(state, model.countReplies(model.lastSeq) as ChatEvent, model)).toContainEqual({
      load: "threads",
    });
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
