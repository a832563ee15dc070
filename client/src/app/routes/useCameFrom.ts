import { useLocation } from "react-router";

/** Where somebody wanted to go before they were asked who they are. */
export function useCameFrom(): string {
  return (useLocation().state as { from?: string } | null)?.from ?? "/";
}
