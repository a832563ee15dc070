import { lazy, Suspense, useEffect } from "react";
import { useNavigate } from "react-router";
import type { Overlay } from "~/hooks/useOverlay";
import { messagePath } from "~/lib/paths";

const SETTLED_MS = 1_000; // 1 second: what the page shows first is there

const loadPalette = () => import("~/features/palette/Palette");
const NewRoom = lazy(() => import("~/features/rooms/NewRoom"));
const RoomDetails = lazy(() => import("~/features/rooms/RoomDetails"));
const PersonCard = lazy(() => import("~/features/people/PersonCard"));
const Palette = lazy(loadPalette);
const Shortcuts = lazy(() => import("~/features/palette/Shortcuts"));

interface Props {
  overlay: Overlay | null;
  open(overlay: Overlay | null): void;
}

/** Whatever lies over the page. It is loaded when it is asked for, but the palette before: one types into it at once. */
export function Overlays({ overlay, open }: Props) {
  const navigate = useNavigate();
  useEffect(() => {
    const waiting = setTimeout(() => void loadPalette().catch(() => undefined), SETTLED_MS); // asked for, it is tried again
    return () => clearTimeout(waiting);
  }, []);
  const typed = overlay?.kind === "palette" ? overlay.typed : undefined;
  useEffect(() => {
    if (!typed) return;
    loadPalette().catch(() => typed.end()); // then there is no field to type into
    return () => typed.end();
  }, [typed]);
  const close = () => open(null);
  const goTo = (path: string) => {
    close();
    void navigate(path);
  };
  const openRoom = (roomId: string) => goTo(`/rooms/${roomId}`);
  return (
    <Suspense>
      {overlay && <Shown overlay={overlay} open={open} close={close} goTo={goTo} openRoom={openRoom} />}
    </Suspense>
  );
}

interface ShownProps {
  overlay: Overlay;
  open(overlay: Overlay | null): void;
  close(): void;
  goTo(path: string): void;
  openRoom(roomId: string): void;
}

function Shown({ overlay, open, close, goTo, openRoom }: ShownProps) {
  switch (overlay.kind) {
    case "newRoom":
      return <NewRoom onClose={close} onOpened={openRoom} />;
    case "roomDetails":
      return (
        <RoomDetails
          roomId={overlay.roomId}
          startAt={overlay.page}
          onClose={close}
          onLeft={() => goTo("/")}
          onMessage={(messageId) => goTo(messagePath(overlay.roomId, messageId))}
        />
      );
    case "person":
      return <PersonCard userId={overlay.userId} onClose={close} onOpened={openRoom} />;
    case "palette":
      return <Palette typed={overlay.typed} onClose={close} onGo={goTo} onOverlay={open} />;
    case "shortcuts":
      return <Shortcuts onClose={close} />;
  }
}
