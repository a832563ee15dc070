import { type FieldPolicy, InMemoryCache, type Reference } from "@apollo/client";
import { repliesPolicy } from "./repliesPolicy";
import { timelinePolicy } from "./timelinePolicy";

/** A counter that only ever moves forward: an answer that was overtaken must not move it back. */
const highest: FieldPolicy<number> = {
  merge: (existing = 0, incoming) => Math.max(existing, incoming),
};

const newestMessage: FieldPolicy<Reference | null> = {
  merge(existing, incoming, { readField }) {
    const seq = (ref: Reference | null | undefined) => (ref ? (readField<number>("seq", ref) ?? 0) : 0);
    return seq(existing) > seq(incoming) ? (existing ?? null) : incoming;
  },
};

const LASTS_MS = 8 * 60_000; // 8 minutes: where a file is, the server says for ten

/** The same place for as long as it is good: a picture that is shown must not load again with each page. */
const lasting: FieldPolicy<string | null> = {
  merge(existing, incoming, { storage }) {
    if (existing && Date.now() < storage.until) return existing;
    storage.until = Date.now() + LASTS_MS;
    return incoming;
  },
};

interface RoomPage {
  nodes: readonly Reference[];
  pageInfo?: object;
}

/** Pages of rooms become one list, each room once; what orders it is up to whoever shows it. */
const roomsOfViewer: FieldPolicy<RoomPage> = {
  keyArgs: false,
  merge(existing, incoming) {
    const byRef = new Map([...(existing?.nodes ?? []), ...incoming.nodes].map((ref) => [ref.__ref, ref]));
    return { ...existing, ...incoming, nodes: [...byRef.values()] };
  },
};

interface AddedTo {
  nodes: readonly object[];
  pageInfo?: { endCursor: string | null };
}

/** Both pages as one, if the next begins where what is held ends; it no longer does when that began anew meanwhile. */
function readOnTo(existing: AddedTo | undefined, incoming: AddedTo, after: string): AddedTo | undefined {
  if (existing?.pageInfo?.endCursor !== after) return existing;
  return { ...incoming, nodes: [...existing.nodes, ...incoming.nodes] };
}

/** Pages that are only ever read on from the first: each next one comes behind, the first begins anew. */
const readOn: FieldPolicy<AddedTo | undefined, AddedTo> = {
  keyArgs: false,
  merge(existing, incoming, { args }) {
    return args?.after ? readOnTo(existing, incoming, args.after) : incoming;
  },
};

/** Like `readOn`, for what grows at its beginning: the first page, read again, goes before what it reaches down to. */
const growing: FieldPolicy<AddedTo | undefined, AddedTo> = {
  keyArgs: false,
  merge(existing, incoming, { args }) {
    if (args?.after) return readOnTo(existing, incoming, args.after);
    if (!existing) return incoming;
    const last = incoming.nodes.at(-1) as Reference | undefined;
    const at = existing.nodes.findIndex((node) => (node as Reference).__ref === last?.__ref);
    if (at < 0) return incoming;
    return { ...existing, nodes: [...incoming.nodes, ...existing.nodes.slice(at + 1)] };
  },
};

export function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes: { Node: ["User", "Room", "Message"] },
    typePolicies: {
      Viewer: { keyFields: [], fields: { rooms: roomsOfViewer, mentions: readOn, threads: readOn } },
      Room: {
        fields: {
          messages: timelinePolicy,
          lastMessage: newestMessage,
          lastSeq: highest,
          clock: highest,
          viewerMember: { merge: true },
          pins: { merge: false },
          reports: { merge: false },
          audit: growing,
        },
      },
      Member: { keyFields: false, fields: { readSeq: highest, deliveredSeq: highest } },
      MemberConnection: { merge: false },
      RoomConnection: { merge: false },
      Attachment: { fields: { url: lasting, thumbnailUrl: lasting } },
      Reaction: { keyFields: false },
      Message: {
        fields: {
          reactions: { merge: false },
          attachments: { merge: false },
          mentions: { merge: false },
          replies: repliesPolicy,
        },
      },
    },
  });
}
