import { useMutation } from "@apollo/client/react";
import { graphql } from "~/gql";
import type { CreateRoomInput } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";

const OpenDirectRoom = graphql(`
  mutation OpenDirectRoom($userId: ID!) {
    openDirectRoom(userId: $userId) { id }
  }
`);

const CreateRoom = graphql(`
  mutation CreateRoom($input: CreateRoomInput!) {
    createRoom(input: $input) { id }
  }
`);

const JoinRoom = graphql(`
  mutation JoinRoom($roomId: ID!) {
    joinRoom(roomId: $roomId) { id }
  }
`);

/** Each of these gives the id of a room that the viewer is in from now on; the room itself is loaded into the list. */
export function useOpenDirectRoom() {
  const [open] = useMutation(OpenDirectRoom);
  const listed = useListed();
  return async (userId: string) => listed((await open({ variables: { userId } })).data?.openDirectRoom.id);
}

export function useCreateRoom() {
  const [create] = useMutation(CreateRoom);
  const listed = useListed();
  return async (input: CreateRoomInput) =>
    listed((await create({ variables: { input } })).data?.createRoom.id);
}

export function useJoinRoom() {
  const [join] = useMutation(JoinRoom);
  const listed = useListed();
  return async (roomId: string) => listed((await join({ variables: { roomId } })).data?.joinRoom.id);
}

function useListed() {
  const { loader } = useChat();
  return (roomId: string | undefined) => {
    if (roomId === undefined) throw new Error("The server answered without a room.");
    loader.follow([{ load: "room", roomId }]);
    return roomId;
  };
}
