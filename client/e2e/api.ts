import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";

const PASSWORD = "correct horse battery";

export interface Account {
  id: string;
  username: string;
  displayName: string;
  password: string;
  token: string;
}

/** What a test does behind the scenes, through the public API. */
export class Api {
  readonly #request: APIRequestContext;

  constructor(request: APIRequestContext) {
    this.#request = request;
  }

  async run<T>(query: string, variables: object, token?: string): Promise<T> {
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    const response = await this.#request.post("/graphql", { data: { query, variables }, headers });
    const answer = await response.json();
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  }

  async register(displayName: string): Promise<Account> {
    const username = `${displayName.toLowerCase().replaceAll(" ", ".")}_${randomUUID().slice(0, 8)}`;
    const input = { username, displayName, email: `${username}@example.org`, password: PASSWORD };
    const { register } = await this.run<{ register: { accessToken: string; user: { id: string } } }>(
      "mutation Register($input: RegisterInput!) { register(input: $input) { accessToken user { id } } }",
      { input },
    );
    return { id: register.user.id, username, displayName, password: PASSWORD, token: register.accessToken };
  }

  async createGroup(owner: Account, name: string, others: readonly Account[]): Promise<string> {
    const { createRoom } = await this.run<{ createRoom: { id: string } }>(
      "mutation Create($input: CreateRoomInput!) { createRoom(input: $input) { id } }",
      { input: { name, isPrivate: false, memberIds: others.map(({ id }) => id) } },
      owner.token,
    );
    return createRoom.id;
  }

  async openDirectRoom(one: Account, other: Account): Promise<string> {
    const { openDirectRoom } = await this.run<{ openDirectRoom: { id: string } }>(
      "mutation Open($userId: ID!) { openDirectRoom(userId: $userId) { id } }",
      { userId: other.id },
      one.token,
    );
    return openDirectRoom.id;
  }

  async send(sender: Account, roomId: string, content: string, replyToId?: string): Promise<string> {
    const { sendMessage } = await this.run<{ sendMessage: { id: string } }>(
      "mutation Send($input: SendMessageInput!) { sendMessage(input: $input) { id } }",
      { input: { roomId, content, replyToId, clientId: randomUUID() } },
      sender.token,
    );
    return sendMessage.id;
  }

  async react(person: Account, messageId: string, emoji: string): Promise<void> {
    await this.run(
      "mutation React($id: ID!, $emoji: String!) { addReaction(messageId: $id, emoji: $emoji) { id } }",
      { id: messageId, emoji },
      person.token,
    );
  }

  async markRead(person: Account, roomId: string, seq: number): Promise<void> {
    await this.run(
      "mutation Read($roomId: ID!, $seq: Int!) { markRead(roomId: $roomId, seq: $seq) { readSeq } }",
      { roomId, seq },
      person.token,
    );
  }

  async markUnread(person: Account, roomId: string, seq: number): Promise<void> {
    await this.run(
      "mutation Unread($roomId: ID!, $seq: Int!) { markUnread(roomId: $roomId, seq: $seq) { id } }",
      { roomId, seq },
      person.token,
    );
  }

  /** A room with as many numbered messages; their ids. */
  async fill(sender: Account, roomId: string, count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let i = 1; i <= count; i += 1) ids.push(await this.send(sender, roomId, `message number ${i}.`));
    return ids;
  }
}
