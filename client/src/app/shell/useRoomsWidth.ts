import { useLocalStorage } from "@mantine/hooks";

export const NARROWEST = 240; // pixels
export const WIDEST = 480; // pixels

/** How wide the list of rooms is, as somebody left it on this device. */
export function useRoomsWidth(): [number, (width: number) => void] {
  const [width, setWidth] = useLocalStorage({ key: "parley:rooms-width", defaultValue: 320 });
  return [clamp(width), (next) => setWidth(clamp(next))];
}

function clamp(width: number): number {
  return Math.round(Math.min(WIDEST, Math.max(NARROWEST, Number(width) || NARROWEST)));
}
