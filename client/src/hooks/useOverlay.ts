import { createContext, useContext } from "react";
import type { TypedAhead } from "~/lib/typedAhead";

/** What only owners and admins of a group see of it. */
export type DetailsPage = "reports" | "audit";

/** What can lie over the page, one at a time. Whoever opens one need not know what shows it. */
export type Overlay =
  | { kind: "newRoom" }
  | { kind: "person"; userId: string }
  | { kind: "roomDetails"; roomId: string; page?: DetailsPage }
  | { kind: "palette"; typed?: TypedAhead }
  | { kind: "shortcuts" };

export const OverlayContext = createContext<(overlay: Overlay | null) => void>(() => undefined);

export function useOverlay(): (overlay: Overlay | null) => void {
  return useContext(OverlayContext);
}
