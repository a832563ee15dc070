import { holdThreads } from "~/lib/live/applyThread";
import type { ChatEvent } from "~/lib/live/events";
import type { LiveState } from "~/lib/live/state";
import type { ModelMessage } from "./modelParts";
import { ada } from "./people";

interface Follow {
  isFollowed: boolean;
  readSeq: number;
}

/** How Ada stands to the threads of one room, as the server keeps it. */
export class FollowModel {
  readonly #follows = new Map<string, Follow>();

  /** Who replies follows the thread, and so does who opened it, from the first reply on. */
  replied(root: ModelMessage, reply: ModelMessage): void {
    const held = this.#follows.get(root.id);
    if (reply.sender === ada)
      this.#follows.set(root.id, { isFollowed: true, readSeq: Math.max(reply.seq, held?.readSeq ?? 0) });
    else if (root.sender === ada && !held)
      this.#follows.set(root.id, { isFollowed: true, readSeq: root.seq });
  }

  /** Ada reads a thread, or begins or ceases to follow it. */
  change(root: ModelMessage, replies: readonly ModelMessage[], how: "follow" | "unfollow" | "readThread") {
    const lastSeq = Math.max(root.seq, ...replies.map(({ seq }) => seq));
    const held = this.#follows.get(root.id) ?? {
      isFollowed: false,
      readSeq: how === "readThread" ? 0 : lastSeq,
    };
    const follow =
      how === "readThread" ? { ...held, readSeq: lastSeq } : { ...held, isFollowed: how === "follow" };
    this.#follows.set(root.id, follow);
    const { roomId, id: messageId } = root;
    return { __typename: "FollowChanged", roomId, messageId, ...follow } satisfies ChatEvent;
  }

  /** Writes what the query for the threads answers now. */
  load(state: LiveState, messages: readonly ModelMessage[]): void {
    const followed = [...this.#follows].filter(([, { isFollowed }]) => isFollowed);
    const isUnread = ([id, { readSeq }]: [string, Follow]) =>
      messages.some((m) => m.replyTo?.id === id && m.seq > readSeq && m.sender !== ada && !m.deletedAt);
    const nodes = followed.map(([id]) => ({ message: { id } }));
    const threads = { nodes, pageInfo: { hasNextPage: false } };
    holdThreads(state, { viewer: { unreadThreads: followed.filter(isUnread).length, threads } });
  }
}
