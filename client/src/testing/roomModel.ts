import type { ApolloCache } from "@apollo/client";
import type { ChatEvent } from "~/lib/live/events";
import type { LiveState } from "~/lib/live/state";
import { OnePerson } from "~/lib/people";
import { ROOMS_AT_START, Room, RoomMessages, Rooms } from "~/lib/rooms";
import { FollowModel } from "./followModel";
import { cursor, type ModelMessage, member, mentionsIn, pageInfo } from "./modelParts";
import { ada, joe, lin, type Person } from "./people";

export const ROOM = "room";

/** One room as the server has it, seen by Ada: each change gives the event that tells of it. */
export class RoomModel {
  messages: ModelMessage[] = [];
  clock = 0;
  readonly read = new Map([
    [ada.id, 0],
    [lin.id, 0],
  ]);

  members: readonly Person[] = [ada, lin];
  readonly #follows = new FollowModel();
  readonly #here = new Set([ada.id, lin.id]);
  unreadFrom: number | null = null;

  get lastSeq(): number {
    return this.messages.length;
  }

  send(sender: Person, content: string, replyToSeq: number | null = null): ChatEvent {
    const seq = this.lastSeq + 1;
    const asked = replyToSeq === null ? undefined : this.messages[replyToSeq - 1];
    const rootId = asked ? (asked.replyTo?.id ?? asked.id) : null; // a reply to a reply belongs to the same thread
    const message: ModelMessage = {
      __typename: "Message",
      id: `m${seq}`,
      roomId: ROOM,
      seq,
      clock: ++this.clock,
      clientId: `c${seq}`,
      content,
      createdAt: new Date(Date.UTC(2026, 0, 1, 12, seq)).toISOString(),
      editedAt: null,
      deletedAt: null,
      replyCount: 0,
      replyTo: rootId ? { __typename: "Message", id: rootId } : null,
      ...mentionsIn(content),
      attachments: [],
      sender,
      reactions: [],
    };
    this.messages = [...this.messages, message];
    const root = this.messages.find(({ id }) => id === rootId);
    if (root) this.#follows.replied(root, message);
    return this.#tell("MessageSent", message);
  }

  /** The message that opened the thread of this one tells how many replies it has. */
  countReplies(seq: number): ChatEvent | null {
    const rootId = this.messages[seq - 1]?.replyTo?.id;
    const root = this.messages.find(({ id }) => id === rootId);
    if (!root) return null;
    const replies = this.messages.filter((m) => m.replyTo?.id === rootId && m.deletedAt === null);
    return this.#tell("ThreadChanged", this.#change(root.seq, { replyCount: replies.length }));
  }

  edit(seq: number, content: string): ChatEvent {
    return this.#tell(
      "MessageEdited",
      this.#change(seq, { content, ...mentionsIn(content), editedAt: "2026-01-02T00:00:00.000Z" }),
    );
  }

  delete(seq: number): ChatEvent {
    const gone = { content: "", ...mentionsIn(""), reactions: [], deletedAt: "2026-01-02T00:00:00.000Z" };
    return this.#tell("MessageDeleted", this.#change(seq, gone));
  }

  react(seq: number, emoji: string): ChatEvent {
    const reactions = [{ __typename: "Reaction" as const, emoji, count: 1, userIds: [lin.id] }];
    return this.#tell("ReactionChanged", this.#change(seq, { reactions }));
  }

  markRead(reader: Person, seq: number): ChatEvent {
    this.read.set(reader.id, Math.max(seq, this.read.get(reader.id) ?? 0));
    if (reader === ada && seq >= (this.unreadFrom ?? 0)) this.unreadFrom = null;
    return { __typename: "ReceiptsChanged", roomId: ROOM, receipts: [this.#watermark(reader)] } as ChatEvent;
  }

  join(person: Person): ChatEvent {
    this.members = [...this.members.filter(({ id }) => id !== person.id), person];
    const readSeq = this.read.get(person.id) ?? 0;
    const joined = { ...member(readSeq), user: person };
    return { __typename: "MemberJoined", roomId: ROOM, member: joined } as unknown as ChatEvent;
  }

  leave(person: Person): ChatEvent {
    this.members = this.members.filter(({ id }) => id !== person.id);
    return { __typename: "MemberLeft", roomId: ROOM, userId: person.id };
  }

  /** Who comes or goes is told to those who share a room with them, and to nobody else. */
  be(person: Person, presence: "ONLINE" | "OFFLINE"): ChatEvent | null {
    if (presence === "ONLINE") this.#here.add(person.id);
    else this.#here.delete(person.id);
    const told = { __typename: "PresenceChanged" as const, userId: person.id, ...this.#presence(person) };
    return this.members.includes(person) ? told : null;
  }

  /** Ada says where the unread begins. */
  markUnread(seq: number): ChatEvent {
    this.unreadFrom = seq <= (this.read.get(ada.id) ?? 0) ? seq : null;
    return this.membership();
  }

  /** Her devices hear of it when the place where her unread begins has changed. */
  membership(): ChatEvent {
    return { __typename: "MemberChanged", roomId: ROOM, member: this.#members().nodes[0] } as ChatEvent;
  }

  /** Ada does something to the thread that the message belongs to. */
  changeFollow(seq: number, how: "follow" | "unfollow" | "readThread"): ChatEvent {
    const asked = this.messages[seq - 1] as ModelMessage;
    const root = this.messages.find(({ id }) => id === asked.replyTo?.id) ?? asked;
    const replies = this.messages.filter(({ replyTo }) => replyTo?.id === root.id);
    return this.#follows.change(root, replies, how);
  }

  loadThreads(state: LiveState): void {
    this.#follows.load(state, this.messages);
  }

  /** What the server tells a client that holds everything up to the given clock. */
  sync(since: number): ChatEvent {
    const messages = this.messages.filter(({ clock }) => clock > since).sort((a, b) => a.clock - b.clock);
    const receipts = [this.#watermark(ada), this.#watermark(lin)];
    return {
      __typename: "RoomSynced",
      roomId: ROOM,
      clock: this.clock,
      reset: false,
      messages,
      receipts,
    } as ChatEvent;
  }

  reset(): ChatEvent {
    return { ...this.sync(this.clock), reset: true } as ChatEvent;
  }

  /** Writes what the start query answers now, and on request the newest page. */
  loadInto(cache: ApolloCache, { page }: { page: number | null }): void {
    const rooms = { __typename: "RoomConnection", nodes: [this.#room()], pageInfo: pageInfo(false) };
    const data = { viewer: { __typename: "Viewer", rooms } };
    cache.writeQuery({ query: Rooms, variables: { first: ROOMS_AT_START }, data: data as never });
    this.loadRoom(cache);
    if (page !== null) this.loadPage(cache, this.lastSeq - page + 1);
  }

  loadRoom(cache: ApolloCache): void {
    cache.writeQuery({ query: Room, variables: { id: ROOM }, data: this.answer() as never });
  }

  /** What the query for the room answers now. */
  answer() {
    return { room: { ...this.#room(), everyone: this.#members() } };
  }

  loadPerson(cache: ApolloCache, id: string): void {
    const person = [ada, lin, joe].find((each) => each.id === id) as Person;
    const data = { user: { ...person, ...this.#presence(person) } };
    cache.writeQuery({ query: OnePerson, variables: { id }, data: data as never });
  }

  /** Writes a page, as it was when the room had so many messages. */
  loadPage(cache: ApolloCache, fromSeq: number, toSeq = this.lastSeq, lastSeq = this.lastSeq): void {
    const nodes = this.messages.filter(({ seq }) => seq >= fromSeq && seq <= toSeq);
    const edges = { hasPreviousPage: fromSeq > 1, hasNextPage: toSeq < lastSeq };
    const cursors = { startCursor: cursor(nodes[0]?.seq), endCursor: cursor(nodes.at(-1)?.seq) };
    const page = { __typename: "PageInfo", ...edges, ...cursors };
    const messages = { __typename: "MessageConnection", nodes, pageInfo: page };
    const data = { room: { __typename: "Room", id: ROOM, messages } };
    cache.writeQuery({ query: RoomMessages, variables: { roomId: ROOM }, data: data as never });
  }

  #room() {
    const readSeq = this.read.get(ada.id) ?? 0;
    const { unreadFrom } = this;
    const seenSeq = Math.min(readSeq, (unreadFrom ?? Number.POSITIVE_INFINITY) - 1);
    const unread = this.messages.filter(
      (m) => m.seq > seenSeq && m.sender.id !== ada.id && m.deletedAt === null,
    );
    return {
      __typename: "Room",
      id: ROOM,
      kind: "DIRECT",
      name: null,
      topic: null,
      isPrivate: true,
      slowModeSeconds: 0,
      avatarUrl: null,
      createdAt: "2026-01-01T00:00:00.000Z",
      lastSeq: this.lastSeq,
      clock: this.clock,
      memberCount: this.members.length,
      unreadCount: unread.length,
      mentionCount: unread.filter((m) => m.mentionsAll || m.mentions.includes(ada)).length,
      viewerMember: { ...member(readSeq), isMuted: false, unreadFrom },
      lastMessage: this.messages.at(-1) ?? null,
      members: this.#members(),
    };
  }

  #members() {
    const nodes = this.members.map((person) => {
      const readSeq = this.read.get(person.id) ?? 0;
      return { ...member(readSeq), user: { ...person, ...this.#presence(person) } };
    });
    return { __typename: "MemberConnection", nodes, pageInfo: pageInfo(false) };
  }

  #presence({ id }: Person) {
    const presence = this.#here.has(id) ? ("ONLINE" as const) : ("OFFLINE" as const);
    return { presence, lastSeen: presence === "ONLINE" ? null : "2026-01-02T00:00:00.000Z" };
  }

  #watermark(user: Person) {
    const readSeq = this.read.get(user.id) ?? 0;
    const at = "2026-01-02T00:00:00.000Z";
    return { __typename: "Watermark" as const, userId: user.id, readSeq, deliveredSeq: readSeq, at };
  }

  #change(seq: number, change: Partial<ModelMessage>): ModelMessage {
    const changed = { ...(this.messages[seq - 1] as ModelMessage), ...change, clock: ++this.clock };
    this.messages = this.messages.map((message) => (message.seq === seq ? changed : message));
    return changed;
  }

  #tell(__typename: ChatEvent["__typename"], message: ModelMessage): ChatEvent {
    return { __typename, roomId: ROOM, message } as unknown as ChatEvent;
  }
}
