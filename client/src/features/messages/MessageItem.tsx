import { lazy, memo, Suspense } from "react";
import { Boundary } from "~/components/Boundary";
import { PersonAvatar } from "~/components/PersonAvatar";
import { getFragmentData } from "~/gql";
import type { MessageStateFragment } from "~/gql/graphql";
import { useOverlay } from "~/hooks/useOverlay";
import { timeOf } from "~/lib/dates";
import { Person } from "~/lib/fragments";
import { Attachments } from "./Attachments";
import { Bubble } from "./Bubble";
import { Content } from "./Content";
import { Footnote } from "./Footnote";
import type { Progress } from "./progress";
import { Quote } from "./Quote";
import { Reactions } from "./Reactions";
import { ThreadLink } from "./ThreadLink";
import { useTools } from "./useTools";

const EditForm = lazy(() => import("./EditForm"));
const MessageTools = lazy(() => import("./MessageTools"));

export interface MessageItemProps {
  message: MessageStateFragment;
  isOwn: boolean;
  opensGroup: boolean;
  /** Names are said in groups only. */
  isGroup: boolean;
  /** How far one's own message got. */
  progress: Progress | null;
  /** The viewer may delete messages of others here. */
  isStaff: boolean;
  isEditing: boolean;
  /** It was jumped to. */
  isTarget?: boolean;
  /** It stands among the replies of its thread: nothing needs to lead there. */
  isInThread?: boolean;
}

export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  const { message, isOwn, opensGroup, isEditing, isInThread } = props;
  const tools = useTools();
  const open = useOverlay();
  const sender = getFragmentData(Person, message.sender);
  const isDeleted = message.deletedAt !== null;
  const isQuoting = message.replyTo && !isInThread && !isDeleted;
  return (
    <Bubble
      isOwn={isOwn}
      opensGroup={opensGroup}
      isTarget={props.isTarget}
      label={`${isOwn ? "You" : sender.displayName}, ${timeOf(message.createdAt)}`}
      avatar={<PersonAvatar person={sender} size={34} />}
      onPerson={() => !tools.isMenuOpen && open({ kind: "person", userId: sender.id })} // not at the end of a long press
      name={isOwn || !props.isGroup ? undefined : sender.displayName}
      handlers={isDeleted || isEditing ? undefined : tools.handlers}
      footnote={<Footnote message={message} progress={isOwn ? props.progress : null} />}
      tools={
        tools.isShown &&
        !isDeleted &&
        !isEditing && (
          <Boundary fallback={null}>
            <Suspense>
              <MessageTools
                message={message}
                isOwn={isOwn}
                mayDelete={isOwn || props.isStaff}
                isInThread={isInThread}
                tools={tools}
              />
            </Suspense>
          </Boundary>
        )
      }
      below={
        !isDeleted && (
          <>
            <Reactions message={message} />
            {!isInThread && <ThreadLink message={message} />}
          </>
        )
      }
    >
      {isQuoting && message.replyTo && <Quote id={message.replyTo.id} />}
      {isEditing ? (
        <Suspense fallback={<Content message={message} />}>
          <EditForm message={message} />
        </Suspense>
      ) : (
        <Content message={message} />
      )}
      <Attachments message={message} />
    </Bubble>
  );
});
