import { useMutation, useQuery } from "@apollo/client/react";
import { ActionIcon, Tooltip } from "@mantine/core";
import { Icon } from "~/components/Icon";
import { graphql } from "~/gql";

const Follow = graphql(`
  query Follow($id: ID!) {
    message(id: $id) { id viewerFollow { isFollowed } }
  }
`);

const FollowThread = graphql(`
  mutation FollowThread($messageId: ID!) {
    followThread(messageId: $messageId) { isFollowed message { id viewerFollow { isFollowed } } }
  }
`);

const UnfollowThread = graphql(`
  mutation UnfollowThread($messageId: ID!) {
    unfollowThread(messageId: $messageId) { isFollowed message { id viewerFollow { isFollowed } } }
  }
`);

/** Whether one is told of what comes in this thread. */
export function FollowButton({ rootId }: { rootId: string }) {
  const { data } = useQuery(Follow, { variables: { id: rootId }, fetchPolicy: "cache-and-network" });
  const [follow] = useMutation(FollowThread, { variables: { messageId: rootId } });
  const [unfollow] = useMutation(UnfollowThread, { variables: { messageId: rootId } });
  if (!data) return null;
  const isFollowed = data.message.viewerFollow?.isFollowed ?? false;
  return (
    <Tooltip label={isFollowed ? "You are told of new replies" : "You are not told of new replies"}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        aria-label="Follow the thread"
        aria-pressed={isFollowed}
        onClick={() => (isFollowed ? unfollow() : follow()).catch(() => undefined)}
      >
        <Icon name={isFollowed ? "bell" : "bellOff"} />
      </ActionIcon>
    </Tooltip>
  );
}
