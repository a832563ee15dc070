import { type RefObject, useMemo, useState } from "react";
import type { RoomMemberFragment, RoomStateFragment } from "~/gql/graphql";
import { type Actions, ActionsContext } from "./actions";
import { MessageList } from "./MessageList";
import { Snack } from "./Snack";
import { TimelineNotice } from "./TimelineNotice";
import { usePlace } from "./usePlace";

export interface TimelineProps {
  room: RoomStateFragment;
  members: readonly RoomMemberFragment[];
  /** The message to stand at; null: where reading goes on. */
  targetId: string | null;
  /** It was opened to see the newest messages, not where reading goes on. */
  isForNewest: boolean;
  /** One's own message that is being edited. */
  editingId: string | null;
  /** Nothing counts as read for now. */
  isHeld: RefObject<boolean>;
  actions: Omit<Actions, "refuse">;
  /** Leaves the target and goes back to the newest messages. */
  onNewest(): void;
}

/** A room's messages. To stand at another message, or at the newest again, it is made anew. */
export function Timeline(props: TimelineProps) {
  const { room, targetId, actions } = props;
  const place = usePlace(room.id, targetId);
  const [refusal, setRefusal] = useState<string | null>(null);
  const all = useMemo(() => ({ ...actions, refuse: setRefusal }), [actions]);
  if (place === "missing") {
    return (
      <TimelineNotice action="Go to the newest messages" onAction={props.onNewest}>
        This message is not here, or not yours to see.
      </TimelineNotice>
    );
  }
  return (
    <ActionsContext value={all}>
      <MessageList {...props} isReady={place === "ready"} />
      {refusal && <Snack onDone={() => setRefusal(null)}>{refusal}</Snack>}
    </ActionsContext>
  );
}
