import type { ApolloClient, Reference } from "@apollo/client";
import { getFragmentData } from "~/gql";
import type { RoomMessagesQueryVariables } from "~/gql/graphql";
import { modifyField } from "~/lib/cache/modifyField";
import { refusalOf } from "~/lib/errors";
import { RoomState } from "~/lib/fragments";
import { OnePerson } from "~/lib/people";
import { ROOMS_AT_START, Room, RoomMessages, Rooms } from "~/lib/rooms";
import { FollowedThreads } from "~/lib/threads";
import { removeRoom } from "./applyMembership";
import { holdThreads } from "./applyThread";
import { type FollowUp, type LiveState, roomKey, VIEWER_KEY } from "./state";
import { countersOf } from "./unread";

/** Loads what events could not tell. What is asked for again while it loads is loaded once more after. */
export class Loader {
  readonly #client: ApolloClient;
  readonly #state: LiveState;
  readonly #running = new Map<string, { again: boolean }>();

  constructor(client: ApolloClient, state: LiveState) {
    this.#client = client;
    this.#state = state;
  }

  /** The rooms most recently active; the clocks of those not seen before start here. */
  async rooms(): Promise<void> {
    const variables = { first: ROOMS_AT_START };
    const { data } = await this.#client.query({ query: Rooms, variables, fetchPolicy: "no-cache" });
    if (!data) return;
    this.#state.cache.writeQuery({ query: Rooms, variables, data });
    this.follow(data.viewer.rooms.nodes.flatMap((room) => this.#started(getFragmentData(RoomState, room))));
  }

  /**
   * A page of a room's messages, into its timeline. It is written and not read back: the timeline would be read whole,
   * once for each page. Rejects with what was refused.
   */
  async messages(variables: RoomMessagesQueryVariables): Promise<void> {
    const { data } = await this.#client.query({ query: RoomMessages, variables, fetchPolicy: "no-cache" });
    if (data) this.#state.cache.writeQuery({ query: RoomMessages, variables, data });
  }

  /** What a room shows when it is opened at its newest messages, all of it at once. What is held is not asked for. */
  prepare(roomId: string): void {
    const failed = () => undefined; // whoever shows it asks again, and says so
    this.#client.query({ query: Room, variables: { id: roomId } }).catch(failed);
    this.#client.query({ query: RoomMessages, variables: { roomId } }).catch(failed);
  }

  follow(followUps: readonly FollowUp[]): void {
    for (const followUp of followUps) void this.#once(followUp);
  }

  /** An answer on its way may be older than what was just heard of its room: then it is asked for once more. */
  overtaken(roomId: string): void {
    const running = this.#running.get(`room/${roomId}`);
    if (running) running.again = true;
  }

  async #once(followUp: FollowUp): Promise<void> {
    const key = Object.values(followUp).join("/");
    const running = this.#running.get(key);
    if (running) {
      running.again = true;
      return;
    }
    const turn = { again: false };
    this.#running.set(key, turn);
    await this.#load(followUp).catch((error) => {
      if ("roomId" in followUp && refusalOf(error)?.code === "NOT_FOUND")
        removeRoom(this.#state, followUp.roomId);
    }); // with no network the line breaks too, and its return loads all of it again
    this.#running.delete(key);
    if (turn.again) await this.#once(followUp);
  }

  #load(followUp: FollowUp): Promise<void> {
    switch (followUp.load) {
      case "person":
        return this.#person(followUp.userId);
      case "threads":
        return this.#threads();
      case "room":
        return this.#room(followUp.roomId);
      case "newestPage":
        return this.#newestPage(followUp.roomId);
    }
  }

  async #threads(): Promise<void> {
    const { data } = await this.#client.query({ query: FollowedThreads, fetchPolicy: "no-cache" });
    if (data) holdThreads(this.#state, data);
  }

  async #person(id: string): Promise<void> {
    const variables = { id };
    const { data } = await this.#client.query({ query: OnePerson, variables, fetchPolicy: "no-cache" });
    if (data) this.#state.cache.writeQuery({ query: OnePerson, variables, data });
  }

  async #room(id: string): Promise<void> {
    const { data } = await this.#client.query({ query: Room, variables: { id }, fetchPolicy: "no-cache" });
    if (!data) return;
    const { cache } = this.#state;
    const room = getFragmentData(RoomState, data.room);
    cache.writeQuery({ query: Room, variables: { id }, data });
    if (room.viewerMember) listRoom(this.#state, id);
    this.follow(this.#started(room));
  }

  async #newestPage(roomId: string): Promise<void> {
    const variables = { roomId };
    const { data } = await this.#client.query({ query: RoomMessages, variables, fetchPolicy: "no-cache" });
    if (!data) return;
    const { cache } = this.#state;
    cache.batch({
      update: () => {
        cache.evict({ id: roomKey(roomId), fieldName: "messages" });
        cache.writeQuery({ query: RoomMessages, variables, data });
      },
    });
  }

  /** Counts that were overtaken by an event while they were on their way are asked for again. */
  #started(room: { id: string; lastSeq: number; clock: number }): FollowUp[] {
    this.#state.clocks.start(room.id, room.clock);
    const held = countersOf(this.#state.cache, room.id);
    return held && held.lastSeq > room.lastSeq ? [{ load: "room", roomId: room.id }] : [];
  }
}

function listRoom({ cache }: LiveState, roomId: string): void {
  modifyField<{ nodes: Reference[] }>(cache, VIEWER_KEY, "rooms", (held) => {
    const listed = held.nodes.some((room) => room.__ref === roomKey(roomId));
    return listed ? held : { ...held, nodes: [...held.nodes, { __ref: roomKey(roomId) }] };
  });
}
