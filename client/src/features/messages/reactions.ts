import type { MessageStateFragment } from "~/gql/graphql";

export const palette = ["👍", "❤️", "😂", "🎉", "😮", "😢"] as const;

type Reactions = MessageStateFragment["reactions"];

/** The reactions once this person's is on or off. */
export function withReaction(reactions: Reactions, emoji: string, userId: string, on: boolean): Reactions {
  const before = reactions.find((reaction) => reaction.emoji === emoji);
  const others = (before?.userIds ?? []).filter((id) => id !== userId);
  const userIds = on ? [...others, userId] : others;
  const after = { __typename: "Reaction", emoji, count: userIds.length, userIds };
  const replaced = before ? reactions.map((r) => (r === before ? after : r)) : [...reactions, after];
  return replaced.filter(({ count }) => count > 0);
}
