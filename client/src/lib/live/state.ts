import type { ApolloCache } from "@apollo/client";
import type { Clocks } from "~/lib/clocks";
import type { Typing } from "~/lib/typing";

/** All that an event can change. */
export interface LiveState {
  cache: ApolloCache;
  viewerId: string;
  clocks: Clocks;
  typing: Typing;
}

/** What the events could not tell and has to be asked for: a room, its newest page of messages, or who is here. */
export type FollowUp = { load: "room" | "newestPage"; roomId: string } | { load: "person"; userId: string };

export const nothing: readonly FollowUp[] = [];

export const roomKey = (roomId: string) => `Room:${roomId}`;
export const userKey = (userId: string) => `User:${userId}`;
export const VIEWER_KEY = "Viewer:{}";
