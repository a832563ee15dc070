import { ApolloLink, execute } from "@apollo/client";
import { parse } from "graphql";
import { firstValueFrom, from, mergeMap } from "rxjs";
import { expect, test } from "vitest";
import { VIEWER_KEY } from "~/lib/live/state";
import { createCache } from "./createCache";
import { askAgain, forget } from "./forgetting";

const THREADS = parse("{ viewer { threads { nodes { unreadCount } } } }");

/** A server whose answers are `answers`, one after the other, each of which waits for what `meanwhile` does. */
function serverOf(answers: readonly number[], meanwhile: readonly (() => void)[]) {
  const asked: number[] = [];
  const link = new ApolloLink(() => {
    const turn = asked.push(asked.length) - 1;
    const answer = Promise.resolve().then(() => meanwhile[turn]?.());
    return from(answer).pipe(mergeMap(async () => ({ data: { answer: answers[turn] } })));
  });
  return { asked, link };
}

async function answerOf(meanwhile: string | null) {
  const cache = createCache();
  const forgets = () => meanwhile && forget(cache, VIEWER_KEY, meanwhile);
  const { asked, link } = serverOf([1, 2], [forgets]);
  const through = ApolloLink.from([askAgain(cache), link]);
  const { data } = await firstValueFrom(execute(through, { query: THREADS }, { client: {} as never }));
  return { asked: asked.length, data };
}

test("an answer is asked for again when what it tells was let go of meanwhile", async () => {
  expect(await answerOf("threads")).toEqual({ asked: 2, data: { answer: 2 } });
});

test("an answer stands when nothing was let go of, or something else", async () => {
  expect(await answerOf(null)).toEqual({ asked: 1, data: { answer: 1 } });
  expect(await answerOf("mentions")).toEqual({ asked: 1, data: { answer: 1 } });
});

test("what was let go of is not held any more", () => {
  const cache = createCache();
  const page = { threads: { nodes: [{ unreadCount: 1 }] } };
  cache.writeQuery({ query: THREADS, data: { viewer: { __typename: "Viewer", ...page } } });
  expect(cache.readQuery({ query: THREADS })).not.toBeNull();
  forget(cache, VIEWER_KEY, "threads");
  expect(cache.readQuery({ query: THREADS })).toBeNull();
});
