import { Button } from "@mantine/core";
import { useStore } from "~/hooks/useStore";
import { nextVersion, takeOver } from "~/lib/serviceWorker";
import classes from "./UpdateBanner.module.css";

/** A newer version waits. Nobody is interrupted for it: it takes over when asked, or with the next visit. */
export function UpdateBanner() {
  const worker = useStore(nextVersion);
  if (!worker) return null;
  return (
    <div className={classes.banner} role="status">
      A new version of Parley is ready.
      <Button size="compact-sm" variant="default" onClick={() => takeOver(worker)}>
        Reload
      </Button>
    </div>
  );
}
