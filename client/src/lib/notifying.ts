import { useLocalStorage } from "@mantine/hooks";

/** What somebody wants to be notified of on this device, while no window is in front. */
export type Notifying = "off" | "personal" | "all";

const NOTIFYING_KEY = "parley:notifying";

export function useNotifying(): [Notifying, (notifying: Notifying) => void] {
  const [notifying, setNotifying] = useLocalStorage<Notifying>({ key: NOTIFYING_KEY, defaultValue: "off" });
  return [notifying, setNotifying];
}
