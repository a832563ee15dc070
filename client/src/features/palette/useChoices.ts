import { useQuery } from "@apollo/client/react";
import { useDebouncedValue } from "@mantine/hooks";
import type { ComponentProps } from "react";
import { useParams } from "react-router";
import type { Icon } from "~/components/Icon";
import { getFragmentData, graphql } from "~/gql";
import type { PresentPersonFragment, RoomStateFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import type { Overlay } from "~/hooks/useOverlay";
import { PresentPerson, RoomState } from "~/lib/fragments";
import { searchPath } from "~/lib/paths";
import { isStaff } from "~/lib/roles";
import { type Face, roomFace } from "~/lib/roomFace";
import { ROOMS_AT_START, Rooms } from "~/lib/rooms";
import { rank } from "./rank";

const PeopleToFind = graphql(`
  query PeopleToFind($search: String!) {
    users(search: $search, first: 8) { ...PresentPerson }
  }
`);

const SHOWN = 7; // of a kind at most: who needs more writes another letter

export interface Choice {
  key: string;
  label: string;
  hint?: string;
  room?: Face;
  person?: PresentPersonFragment;
  icon?: ComponentProps<typeof Icon>["name"];
  go(): void;
}

interface Ways {
  onGo(path: string): void;
  onOverlay(overlay: Overlay): void;
}

export function useChoices(text: string, ways: Ways): { name: string; choices: Choice[] }[] {
  const rooms = useRoomChoices(text, ways);
  const talkedTo = new Set(rooms.flatMap(({ room }) => room?.peer?.id ?? []));
  const staff = useStaffChoices(text, ways);
  const people = usePeopleChoices(text, ways).filter(({ key }) => !talkedTo.has(key));
  return [
    { name: text ? "Conversations" : "Recent", choices: rooms },
    { name: "People", choices: people },
    { name: "Go to", choices: [...rank(pages(ways), text), ...staff] },
    { name: "Messages", choices: messages(text, ways) },
  ];
}

function useRoomChoices(text: string, { onGo }: Ways): Choice[] {
  const { viewer } = useChat();
  const choices = useHeldRooms().map((room) => {
    const face = roomFace(room, viewer.id);
    return {
      key: room.id,
      label: face.title,
      hint: hintOf(room, face),
      room: face,
      go: () => onGo(`/rooms/${room.id}`),
    };
  });
  return rank(choices, text).slice(0, SHOWN);
}

function useHeldRooms(): RoomStateFragment[] {
  const { data } = useQuery(Rooms, { variables: { first: ROOMS_AT_START }, fetchPolicy: "cache-only" });
  return (data?.viewer.rooms.nodes ?? []).map((room) => getFragmentData(RoomState, room));
}

/** What only owners and admins of a group see: of the open group at once, of others when it is asked for by its name. */
function useStaffChoices(text: string, { onOverlay }: Ways): Choice[] {
  const { roomId: openId } = useParams();
  const groups = useHeldRooms().filter((room) => isStaff(room) && (text !== "" || room.id === openId));
  const choices = STAFF_PAGES.flatMap(({ page, label, icon }) => {
    const isMeant = text.split(/\s+/).some((word) => rank([{ label }], word).length > 0);
    if (!isMeant) return [];
    return groups.map(({ id: roomId, name }): Choice => {
      const go = () => onOverlay({ kind: "roomDetails", roomId, page });
      return { key: `${page}/${roomId}`, label: `${label} ${name}`, icon, go };
    });
  });
  return rank(choices, text).slice(0, SHOWN);
}

const STAFF_PAGES = [
  { page: "reports", label: "Reports in", icon: "flag" },
  { page: "audit", label: "Audit log of", icon: "history" },
] as const;

function hintOf(room: RoomStateFragment, { peer }: Face): string {
  if (room.unreadCount > 0) return `${room.unreadCount} unread`;
  return peer ? `@${peer.username}` : "";
}

function usePeopleChoices(text: string, { onOverlay }: Ways): Choice[] {
  const { viewer } = useChat();
  const [search] = useDebouncedValue(text.replace(/^@/, ""), 150);
  const { data } = useQuery(PeopleToFind, { variables: { search }, skip: search === "" });
  if (text === "") return [];
  return (data?.users ?? [])
    .map((user) => getFragmentData(PresentPerson, user))
    .filter(({ id }) => id !== viewer.id)
    .map((person) => ({
      key: person.id,
      label: person.displayName,
      hint: `@${person.username}`,
      person,
      go: () => onOverlay({ kind: "person", userId: person.id }),
    }));
}

function messages(query: string, { onGo }: Ways): Choice[] {
  const label = query ? `Search messages for “${query}”` : "Search messages";
  return [{ key: "search", label, icon: "search", go: () => onGo(searchPath({ query })) }];
}

function pages({ onGo, onOverlay }: Ways): Choice[] {
  return [
    { key: "new", label: "New conversation", icon: "plus", go: () => onOverlay({ kind: "newRoom" }) },
    { key: "threads", label: "Threads", icon: "speech", go: () => onGo("/threads") },
    { key: "mentions", label: "Mentions", icon: "at", go: () => onGo("/mentions") },
    { key: "discover", label: "Discover groups", icon: "compass", go: () => onGo("/discover") },
    { key: "settings", label: "Settings", icon: "settings", go: () => onGo("/settings") },
    {
      key: "shortcuts",
      label: "Keyboard shortcuts",
      icon: "keyboard",
      go: () => onOverlay({ kind: "shortcuts" }),
    },
  ];
}
