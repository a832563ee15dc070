import { createContext, useContext } from "react";
import type { Arrivals } from "~/lib/arrivals";
import type { Drafts } from "~/lib/drafts";
import type { Connection } from "~/lib/live/connection";
import type { Loader } from "~/lib/live/loader";
import type { LiveState } from "~/lib/live/state";
import type { Watermarks } from "~/lib/live/watermarks";
import type { Outbox } from "~/lib/outbox/outbox";
import type { SessionUser } from "~/lib/session";
import type { Store } from "~/lib/store";
import type { Trays } from "~/lib/uploads/trays";

/** What one signed-in person has while signed in. */
export interface Chat {
  viewer: SessionUser;
  live: LiveState;
  loader: Loader;
  /** Messages as they come in. */
  arrivals: Arrivals;
  /** The room in which an owner or admin may just have done something; a new object each time. */
  acts: Store<{ roomId: string } | null>;
  connection: Connection;
  outbox: Outbox;
  /** Files that wait for the messages that they go with. */
  trays: Trays;
  drafts: Drafts;
  /** How far the viewer has read. */
  reading: Watermarks;
  /** How far the viewer has read the replies of a thread, by the message that opened it. */
  threadReading: Watermarks;
  signOut(): Promise<void>;
  /** The viewer has another name or face from now on. */
  renameViewer(viewer: SessionUser): void;
}

export const ChatContext = createContext<Chat | null>(null);

export function useChat(): Chat {
  const chat = useContext(ChatContext);
  if (!chat) throw new Error("There is no chat here: nobody is signed in.");
  return chat;
}
