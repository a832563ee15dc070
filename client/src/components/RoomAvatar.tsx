import type { Face } from "~/lib/roomFace";
import { Face as FaceOf } from "./Face";
import { PersonAvatar } from "./PersonAvatar";

export function RoomAvatar({ face, size = 40 }: { face: Face; size?: number }) {
  if (face.peer) return <PersonAvatar person={face.peer} size={size} withPresence />;
  return <FaceOf id={face.id} name={face.title} src={face.picture} size={size} shape="square" />;
}
