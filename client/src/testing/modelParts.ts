import { ada, lin, type Person } from "./people";

export interface ModelMessage {
  __typename: "Message";
  id: string;
  roomId: string;
  seq: number;
  clock: number;
  clientId: string | null;
  content: string;
  createdAt: string;
  editedAt: string | null;
  deletedAt: string | null;
  replyCount: number;
  replyTo: { __typename: "Message"; id: string } | null;
  mentions: Person[];
  mentionsAll: boolean;
  attachments: never[];
  sender: Person;
  reactions: { __typename: "Reaction"; emoji: string; count: number; userIds: string[] }[];
}

export function member(readSeq: number) {
  return { __typename: "Member", role: "MEMBER", readSeq, deliveredSeq: readSeq };
}

export function mentionsIn(content: string): Pick<ModelMessage, "mentions" | "mentionsAll"> {
  const mentions = [ada, lin].filter(({ username }) => content.includes(`@${username}`));
  return { mentions, mentionsAll: content.includes("@all") };
}

export function cursor(seq: number | undefined): string | null {
  return seq === undefined ? null : `cursor-${seq}`;
}

export function pageInfo(hasPreviousPage: boolean) {
  return {
    __typename: "PageInfo",
    hasPreviousPage,
    startCursor: "start",
    hasNextPage: false,
    endCursor: null,
  };
}
