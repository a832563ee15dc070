/** Lets somebody write on at once, unless the focus would bring up a keyboard on the screen, or leave a dialog. */
export function beginToWrite(field: HTMLElement | null): void {
  const hasKeyboard = matchMedia("(pointer: fine)").matches;
  if (hasKeyboard && document.querySelector("[role=dialog]") === null) field?.focus({ preventScroll: true });
}

/** Whether somebody looks at the page. */
export function isWatched(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}
