import { Avatar } from "@mantine/core";
import type { Face } from "~/lib/roomFace";
import { PersonAvatar } from "./PersonAvatar";

export function RoomAvatar({ face, size = 40 }: { face: Face; size?: number }) {
  if (face.peer) return <PersonAvatar person={face.peer} size={size} withPresence />;
  return <Avatar name={face.title} color="initials" size={size} radius="md" alt="" />;
}
