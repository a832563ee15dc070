import { type CSSProperties, Suspense } from "react";
import { Outlet, useLocation } from "react-router";
import { LineBanner } from "~/features/presence/LineBanner";
import { OverlayContext } from "~/hooks/useOverlay";
import { Background } from "../shell/Background";
import { Divider } from "../shell/Divider";
import { Overlays } from "../shell/Overlays";
import { Sidebar } from "../shell/Sidebar";
import { UpdateBanner } from "../shell/UpdateBanner";
import { useOverlayState } from "../shell/useOverlayState";
import { useRoomsWidth } from "../shell/useRoomsWidth";
import classes from "./ChatLayout.module.css";

/** The rooms beside what is open; on a narrow screen one or the other. */
export function ChatLayout() {
  const isInside = useLocation().pathname !== "/";
  const [overlay, setOverlay] = useOverlayState();
  const [width, setWidth] = useRoomsWidth();
  return (
    <OverlayContext value={setOverlay}>
      <div
        className={classes.layout}
        data-inside={isInside || undefined}
        style={{ "--rooms-width": `${width}px` } as CSSProperties}
      >
        <a className={classes.skip} href="#open">
          Skip to the open conversation
        </a>
        <div className={classes.side}>
          <Sidebar />
        </div>
        <Divider width={width} onResize={setWidth} />
        <main className={classes.main} id="open" tabIndex={-1}>
          <UpdateBanner />
          <LineBanner />
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Background open={setOverlay} />
      <Overlays overlay={overlay} open={setOverlay} />
    </OverlayContext>
  );
}
