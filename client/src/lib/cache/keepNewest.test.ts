import { ApolloLink, execute, type InMemoryCache } from "@apollo/client";
import { firstValueFrom, of } from "rxjs";
import { expect, test } from "vitest";
import { RoomMessages } from "~/lib/rooms";
import { lin } from "~/testing/people";
import { ROOM, RoomModel } from "~/testing/roomModel";
import { createCache } from "./createCache";
import { keepNewest } from "./keepNewest";

/** Lets an answer through the link and gives what comes out. */
async function through(cache: InMemoryCache, message: object) {
  const data = { room: { __typename: "Room", id: ROOM, messages: { nodes: [message] } } };
  const link = ApolloLink.from([keepNewest(cache), new ApolloLink(() => of({ data }))]);
  const result = await firstValueFrom(execute(link, { query: RoomMessages }, { client: {} as never }));
  return (result.data as typeof data).room.messages.nodes[0];
}

function cacheWith(model: RoomModel): InMemoryCache {
  const cache = createCache();
  model.loadInto(cache, { page: 10 });
  return cache;
}

test("a message that was overtaken by an event keeps the state that the event brought", async () => {
  const model = new RoomModel();
  model.send(lin, "first version");
  const overtaken = model.messages[0] as object;
  model.edit(1, "second version");
  const answer = await through(cacheWith(model), overtaken);
  expect(answer).toMatchObject({ content: "second version", clock: 2 });
});

test("a message that is newer than the one held passes as it is", async () => {
  const model = new RoomModel();
  model.send(lin, "first version");
  const cache = cacheWith(model);
  model.edit(1, "second version");
  expect(await through(cache, model.messages[0] as object)).toEqual(model.messages[0]);
});

test("what an answer did not ask for is not put into it", async () => {
  const model = new RoomModel();
  model.send(lin, "first version");
  model.edit(1, "second version");
  const brief = { __typename: "Message", id: "m1", clock: 1 };
  expect(await through(cacheWith(model), brief)).toEqual({ ...brief, clock: 2 });
});
