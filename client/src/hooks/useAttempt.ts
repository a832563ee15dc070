import { useState } from "react";
import { messageOf } from "~/lib/errors";

/** Something that is tried once at a time and may be refused. Gives whether it succeeded. */
export function useAttempt() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    if (busy) return false;
    setBusy(true);
    setFailure(null);
    try {
      await work();
      return true;
    } catch (error) {
      setFailure(error);
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { busy, failure, error: failure === null ? null : messageOf(failure), attempt };
}
