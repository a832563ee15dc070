import { Button } from "@mantine/core";
import classes from "./Unloaded.module.css";

/** A part of the page did not come: there is no network, or the server has another version by now. */
export function Unloaded({ isOverlay }: { isOverlay?: boolean }) {
  return (
    <div className={classes.notice} data-overlay={isOverlay || undefined} role="alert">
      This part of the page could not be loaded.
      <Button size="compact-sm" variant="default" onClick={() => location.reload()}>
        Reload
      </Button>
    </div>
  );
}
