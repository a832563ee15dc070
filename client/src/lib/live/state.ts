import type { ApolloCache } from "@apollo/client";
import { Clocks } from "~/lib/clocks";
import { Follows } from "~/lib/follows";
import { Typing } from "~/lib/typing";

/** All that an event can change. */
export interface LiveState {
  cache: ApolloCache;
  viewerId: string;
  clocks: Clocks;
  typing: Typing;
  follows: Follows;
}

/** Of somebody who has seen nothing yet. */
export function blankState(cache: ApolloCache, viewerId: string): LiveState {
  return { cache, viewerId, clocks: new Clocks(), typing: new Typing(), follows: new Follows() };
}

/**
 * What the events could not tell and has to be asked for: a room, its newest page of messages, who is here, or what is
 * unread in the threads that the viewer follows.
 */
export type FollowUp =
  | { load: "room" | "newestPage"; roomId: string }
  | { load: "person"; userId: string }
  | { load: "threads" };

export const nothing: readonly FollowUp[] = [];

export const roomKey = (roomId: string) => `Room:${roomId}`;
export const userKey = (userId: string) => `User:${userId}`;
export const VIEWER_KEY = "Viewer:{}";
