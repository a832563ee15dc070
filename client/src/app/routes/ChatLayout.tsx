import { Suspense, useState } from "react";
import { Outlet, useLocation } from "react-router";
import { LineBanner } from "~/features/presence/LineBanner";
import { useUnreadTitle } from "~/features/rooms/useUnreadTitle";
import { type Overlay, OverlayContext } from "~/hooks/useOverlay";
import { Divider } from "../shell/Divider";
import { Overlays } from "../shell/Overlays";
import { Sidebar } from "../shell/Sidebar";
import { useRoomsWidth } from "../shell/useRoomsWidth";
import { useShortcuts } from "../shell/useShortcuts";
import classes from "./ChatLayout.module.css";

/** The rooms beside what is open; on a narrow screen one or the other. */
export function ChatLayout() {
  const isInside = useLocation().pathname !== "/";
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [width, setWidth] = useRoomsWidth();
  useUnreadTitle();
  useShortcuts(setOverlay);
  return (
    <OverlayContext value={setOverlay}>
      <div
        className={classes.layout}
        data-inside={isInside || undefined}
        style={{ "--rooms-width": `${width}px` } as React.CSSProperties}
      >
        <a className={classes.skip} href="#open">
          Skip to the open conversation
        </a>
        <div className={classes.side}>
          <Sidebar />
        </div>
        <Divider width={width} onResize={setWidth} />
        <main className={classes.main} id="open" tabIndex={-1}>
          <LineBanner />
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Overlays overlay={overlay} open={setOverlay} />
    </OverlayContext>
  );
}
