import { ApolloClient, ApolloLink } from "@apollo/client";
import { Observable } from "rxjs";
import { expect, test, vi } from "vitest";
import { lin } from "~/testing/people";
import { open, seen } from "~/testing/replay";
import { ROOM, RoomModel } from "~/testing/roomModel";
import { applyEvent } from "./applyEvent";
import { Loader } from "./loader";

test("a member who leaves while the room is on its way does not come back with it", async () => {
  const model = new RoomModel();
  const state = open(model);
  const answers: (() => void)[] = [];
  const link = new ApolloLink(
    () =>
      new Observable((observer) => {
        const data = model.answer();
        answers.push(() => {
          observer.next({ data });
          observer.complete();
        });
      }),
  );
  const loader = new Loader(new ApolloClient({ cache: state.cache, link }), state);

  loader.follow([{ load: "room", roomId: ROOM }]);
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  const left = model.leave(lin);
  loader.overtaken(ROOM);
  applyEvent(state, left);
  answers[0]?.();
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.();
  await vi.waitFor(() => expect(seen(state).room).toMatchObject({ memberCount: 1 }));
});
