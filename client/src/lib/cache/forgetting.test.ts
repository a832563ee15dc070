import { ApolloLink, execute } from "@apollo/client";
import { parse } from "graphql";
import { firstValueFrom, from, map } from "rxjs";
import { expect, test } from "vitest";
import { roomKey, VIEWER_KEY } from "~/lib/live/state";
import { createCache } from "./createCache";
import { askAgain, forget } from "./forgetting";

const THREADS = parse("{ viewer { threads { nodes { unreadCount } } } }");

/** How many unread replies the page shows that asked, and how often it did, when this is let go of meanwhile. */
async function shown(meanwhile?: { id: string; fieldName: string }) {
  const cache = createCache();
  let asked = 0;
  const server = new ApolloLink(() => {
    asked += 1;
    const viewer = { __typename: "Viewer", threads: { nodes: [{ unreadCount: asked }] } };
    const isFirst = asked === 1;
    const turn = Promise.resolve().then(() => {
      if (isFirst && meanwhile) forget(cache, meanwhile.id, meanwhile.fieldName);
    });
    return from(turn).pipe(map(() => ({ data: { viewer } })));
  });
  const link = ApolloLink.from([askAgain(cache), server]);
  const { data } = await firstValueFrom(execute(link, { query: THREADS }, { client: {} as never }));
  return { asked, unread: data?.viewer.threads.nodes[0].unreadCount };
}

test("an answer is asked for again when what it tells was let go of meanwhile", async () => {
  expect(await shown({ id: VIEWER_KEY, fieldName: "threads" })).toEqual({ asked: 2, unread: 2 });
});

test("an answer stands when nothing was let go of, or something else, or the like of another type", async () => {
  expect(await shown()).toEqual({ asked: 1, unread: 1 });
  expect(await shown({ id: VIEWER_KEY, fieldName: "mentions" })).toEqual({ asked: 1, unread: 1 });
  expect(await shown({ id: roomKey("r1"), fieldName: "threads" })).toEqual({ asked: 1, unread: 1 });
});

test("what was let go of is not held any more", () => {
  const cache = createCache();
  const page = { threads: { nodes: [{ unreadCount: 1 }] } };
  cache.writeQuery({ query: THREADS, data: { viewer: { __typename: "Viewer", ...page } } });
  expect(cache.readQuery({ query: THREADS })).not.toBeNull();
  forget(cache, VIEWER_KEY, "threads");
  expect(cache.readQuery({ query: THREADS })).toBeNull();
});
