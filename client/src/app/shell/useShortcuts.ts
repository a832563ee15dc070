import { useHotkeys } from "@mantine/hooks";
import { useNavigate } from "react-router";
import { useUnreadStep } from "~/features/rooms/useUnreadStep";
import type { Overlay } from "~/hooks/useOverlay";
import { TypedAhead } from "~/lib/typedAhead";

/** The keys that work everywhere; the list for people is in features/palette/Shortcuts. */
export function useShortcuts(open: (overlay: Overlay | null) => void): void {
  const navigate = useNavigate();
  const step = useUnreadStep((roomId) => void navigate(`/rooms/${roomId}`));
  const everywhere: string[] = []; // also while one writes
  useHotkeys(
    [
      ["mod+K", () => open({ kind: "palette", typed: new TypedAhead(() => open(null)) })],
      ["mod+shift+N", () => open({ kind: "newRoom" })],
      ["mod+/", () => open({ kind: "shortcuts" })],
      ["mod+,", () => void navigate("/settings")],
      ["alt+ArrowDown", () => step(1, false)],
      ["alt+ArrowUp", () => step(-1, false)],
      ["alt+shift+ArrowDown", () => step(1, true)],
      ["alt+shift+ArrowUp", () => step(-1, true)],
    ],
    everywhere,
  );
}
