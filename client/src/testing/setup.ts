import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

if (typeof window !== "undefined") lendBrowser();
afterEach(cleanup);

/** Mantine asks the browser for these; jsdom has none of them. */
function lendBrowser(): void {
  const never = (media: string) =>
    Object.assign(new EventTarget(), { matches: false, media, onchange: null });
  window.matchMedia = never as typeof window.matchMedia;
  window.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  Object.defineProperty(document, "fonts", { value: new EventTarget() });
}
