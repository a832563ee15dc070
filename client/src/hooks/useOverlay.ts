import { createContext, useContext } from "react";

/** What can lie over the page, one at a time. Whoever opens one need not know what shows it. */
export type Overlay =
  | { kind: "newRoom" }
  | { kind: "person"; userId: string }
  | { kind: "roomDetails"; roomId: string }
  | { kind: "palette" }
  | { kind: "shortcuts" };

export const OverlayContext = createContext<(overlay: Overlay | null) => void>(() => undefined);

export function useOverlay(): (overlay: Overlay | null) => void {
  return useContext(OverlayContext);
}
