import { useMutation } from "@apollo/client/react";
import { graphql } from "~/gql";
import type { Role, UpdateRoomInput } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";

const UpdateRoom = graphql(`
  mutation UpdateRoom($input: UpdateRoomInput!) {
    updateRoom(input: $input) { ...RoomFace }
  }
`);

const LeaveRoom = graphql(`
  mutation LeaveRoom($roomId: ID!) {
    leaveRoom(roomId: $roomId)
  }
`);

const AddMembers = graphql(`
  mutation AddMembers($roomId: ID!, $userIds: [ID!]!) {
    addMembers(roomId: $roomId, userIds: $userIds) { id memberCount }
  }
`);

const RemoveMember = graphql(`
  mutation RemoveMember($roomId: ID!, $userId: ID!) {
    removeMember(roomId: $roomId, userId: $userId) { id memberCount }
  }
`);

const SetMemberRole = graphql(`
  mutation SetMemberRole($roomId: ID!, $userId: ID!, $role: Role!) {
    setMemberRole(roomId: $roomId, userId: $userId, role: $role) { role }
  }
`);

const MuteRoom = graphql(`
  mutation MuteRoom($roomId: ID!, $muted: Boolean!) {
    muteRoom(roomId: $roomId, muted: $muted) { id viewerMember { isMuted } }
  }
`);

/** What can be done to a room. Each change comes back as an event too; the room is read again so as not to wait for it. */
export function useAdministration(roomId: string) {
  const { loader } = useChat();
  const [update] = useMutation(UpdateRoom);
  const [leave] = useMutation(LeaveRoom);
  const [add] = useMutation(AddMembers);
  const [remove] = useMutation(RemoveMember);
  const [setRole] = useMutation(SetMemberRole);
  const [mute] = useMutation(MuteRoom);
  const reload = () => loader.follow([{ load: "room", roomId }]);
  return {
    update: (input: Omit<UpdateRoomInput, "roomId">) =>
      update({ variables: { input: { roomId, ...input } } }),
    leave: () => leave({ variables: { roomId } }).then(reload),
    addMember: (userId: string) => add({ variables: { roomId, userIds: [userId] } }).then(reload),
    removeMember: (userId: string) => remove({ variables: { roomId, userId } }).then(reload),
    setRole: (userId: string, role: Role) => setRole({ variables: { roomId, userId, role } }).then(reload),
    mute: (muted: boolean) => mute({ variables: { roomId, muted } }),
  };
}
