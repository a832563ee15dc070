import { type CSSProperties, Suspense } from "react";
import { Outlet, useLocation } from "react-router";
import { Boundary } from "~/components/Boundary";
import { LineBanner } from "~/features/presence/LineBanner";
import { OverlayContext } from "~/hooks/useOverlay";
import { Background } from "../shell/Background";
import { Coming } from "../shell/Coming";
import { Divider } from "../shell/Divider";
import { Overlays } from "../shell/Overlays";
import { Sidebar } from "../shell/Sidebar";
import { Unloaded } from "../shell/Unloaded";
import { UpdateBanner } from "../shell/UpdateBanner";
import { useOverlayState } from "../shell/useOverlayState";
import { useRoomsWidth } from "../shell/useRoomsWidth";
import classes from "./ChatLayout.module.css";

/** The rooms beside what is open; on a narrow screen one or the other. */
export function ChatLayout() {
  const { pathname } = useLocation();
  const [overlay, setOverlay] = useOverlayState();
  const [width, setWidth] = useRoomsWidth();
  return (
    <OverlayContext value={setOverlay}>
      <div
        className={classes.layout}
        data-inside={pathname !== "/" || undefined}
        style={{ "--rooms-width": `${width}px` } as CSSProperties}
      >
        <a className={classes.skip} href="#open">
          Skip to the open conversation
        </a>
        <div className={classes.banners}>
          <UpdateBanner />
          <LineBanner />
        </div>
        <div className={classes.side}>
          <Sidebar />
        </div>
        <Divider width={width} onResize={setWidth} />
        <main className={classes.main} id="open" tabIndex={-1}>
          <Boundary place={pathname} fallback={<Unloaded />}>
            <Suspense fallback={<Coming />}>
              <Outlet />
            </Suspense>
          </Boundary>
        </main>
      </div>
      <Background open={setOverlay} />
      <Boundary place={JSON.stringify(overlay)} fallback={overlay && <Unloaded isOverlay />}>
        <Overlays overlay={overlay} open={setOverlay} />
      </Boundary>
    </OverlayContext>
  );
}
