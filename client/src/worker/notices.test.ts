import { beforeEach, expect, test } from "vitest";
import { closeRead, show, taggedRoom } from "./notices";

interface Shown {
  title: string;
  tag: string;
  body: string;
  data: { seq: number };
  close(): void;
}

let screen: Shown[];

/** A screen as browsers have it: a notification replaces the one with its tag. */
const registration = {
  async showNotification(title: string, options: NotificationOptions) {
    const shown = { title, ...options, close: () => (screen = screen.filter((other) => other !== shown)) };
    screen = [...screen.filter(({ tag }) => tag !== options.tag), shown as Shown];
  },
  async getNotifications({ tag }: GetNotificationOptions = {}) {
    return screen.filter((shown) => shown.tag === tag) as unknown as Notification[];
  },
};

const message = (roomId: string, seq: number, body: string) =>
  show(registration, { type: "message", roomId, seq, title: "Lin", body, at: "2026-01-01T12:00:00.000Z" });

beforeEach(() => {
  screen = [];
});

test("the newest message of a room replaces the one before it", async () => {
  await message("tea", 1, "one");
  await message("tea", 2, "two");
  await message("work", 1, "three");
  expect(screen.map(({ body }) => body)).toEqual(["two", "three"]);
  expect(screen.map(({ tag }) => taggedRoom(tag))).toEqual(["tea", "work"]);
});

test("reading elsewhere takes back what it covers, and nothing newer", async () => {
  await message("tea", 5, "read on the phone");
  await message("work", 5, "another room");
  await closeRead(registration, { roomId: "tea", seq: 5 });
  expect(screen.map(({ body }) => body)).toEqual(["another room"]);
  await message("tea", 7, "newer");
  await closeRead(registration, { roomId: "tea", seq: 6 });
  expect(screen.map(({ body }) => body)).toEqual(["another room", "newer"]);
});
