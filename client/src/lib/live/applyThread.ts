import { getFragmentData } from "~/gql";
import type { FollowedThreadsQuery } from "~/gql/graphql";
import { forget } from "~/lib/cache/forgetting";
import { MessageState, Person } from "~/lib/fragments";
import { UnreadThreads } from "~/lib/threads";
import type { MessageData } from "./applyMessage";
import { type FollowUp, type LiveState, nothing, VIEWER_KEY } from "./state";

/** A message has other replies than before. That is news for who follows its thread, and for who opened it. */
export function applyThread(state: LiveState, data: MessageData): readonly FollowUp[] {
  const { id, sender } = getFragmentData(MessageState, data);
  const isMine = getFragmentData(Person, sender).id === state.viewerId;
  return isMine || state.follows.mayHave(id) ? askForThreads : nothing;
}

interface Follow {
  isFollowed: boolean;
  readSeq: number;
}

/** The viewer follows a thread, no longer does, or read it. */
export function applyFollow(
  state: LiveState,
  rootId: string,
  { isFollowed, readSeq }: Follow,
): readonly FollowUp[] {
  const viewerFollow = () => ({ __typename: "FollowedThread", isFollowed, readSeq });
  state.cache.modify({ id: `Message:${rootId}`, fields: { viewerFollow } });
  if (isFollowed) state.follows.add(rootId);
  return askForThreads;
}

/** Who replies follows the thread from then on, and has read it up to there. */
export function applyOwnReply(state: LiveState, rootId: string): readonly FollowUp[] {
  state.follows.add(rootId);
  return askForThreads;
}

const askForThreads: readonly FollowUp[] = [{ load: "threads" }];

/** What the server says of all threads that the viewer follows. Whoever shows their list asks for it anew. */
export function holdThreads({ cache, follows }: LiveState, { viewer }: FollowedThreadsQuery): void {
  const { unreadThreads, threads } = viewer;
  const rootIds = threads.nodes.map(({ message }) => message.id);
  follows.hold(rootIds, !threads.pageInfo.hasNextPage);
  cache.batch({
    update: () => {
      const data = { __typename: "Viewer" as const, unreadThreads };
      cache.writeFragment({ id: VIEWER_KEY, fragment: UnreadThreads, data });
      forget(cache, VIEWER_KEY, "threads");
    },
  });
}
