import { lazy, Suspense } from "react";
import { useNavigate } from "react-router";
import type { Overlay } from "~/hooks/useOverlay";
import { messagePath } from "~/lib/paths";

const NewRoom = lazy(() => import("~/features/rooms/NewRoom"));
const RoomDetails = lazy(() => import("~/features/rooms/RoomDetails"));
const PersonCard = lazy(() => import("~/features/people/PersonCard"));
const Palette = lazy(() => import("~/features/palette/Palette"));
const Shortcuts = lazy(() => import("~/features/palette/Shortcuts"));

interface Props {
  overlay: Overlay | null;
  open(overlay: Overlay | null): void;
}

/** Whatever lies over the page. None of it is loaded before it is asked for. */
export function Overlays({ overlay, open }: Props) {
  const navigate = useNavigate();
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
      return <Palette onClose={close} onGo={goTo} onOverlay={open} />;
    case "shortcuts":
      return <Shortcuts onClose={close} />;
  }
}
