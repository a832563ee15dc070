import type { KeyboardEvent, PointerEvent } from "react";
import classes from "./Divider.module.css";
import { NARROWEST, WIDEST } from "./useRoomsWidth";

const STEP = 16; // pixels

interface Props {
  width: number;
  onResize(width: number): void;
}

/** Between the rooms and what is open: dragged, or moved with the arrow keys. */
export function Divider({ width, onResize }: Props) {
  function onPointerMove(event: PointerEvent<HTMLElement>) {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) onResize(event.clientX);
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onResize(width + step);
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is no <hr>
    <div
      className={classes.divider}
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the list of rooms"
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}
