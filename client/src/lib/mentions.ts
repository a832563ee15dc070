interface Mentioning {
  mentions: readonly { id: string }[];
  mentionsAll: boolean;
}

/** Whether a message calls for this person: by name, or with everybody. */
export function mentionsUser({ mentions, mentionsAll }: Mentioning, userId: string): boolean {
  return mentionsAll || mentions.some(({ id }) => id === userId);
}
