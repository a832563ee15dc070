import { render, screen } from "@testing-library/react";
import { lazy, Suspense } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Boundary } from "./Boundary";

const Lost = lazy(() => Promise.reject(new Error("This file is gone.")));

beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => undefined)); // React tells of it there
afterEach(() => vi.restoreAllMocks());

test("what cannot be loaded leaves the rest alone, and is tried again elsewhere", async () => {
  const at = (place: string, part: React.ReactNode) => (
    <>
      <p>The rest</p>
      <Boundary place={place} fallback={<p>Not loaded</p>}>
        <Suspense>{part}</Suspense>
      </Boundary>
    </>
  );
  const { rerender } = render(at("here", <Lost />));
  expect(await screen.findByText("Not loaded")).toBeTruthy();
  expect(screen.getByText("The rest")).toBeTruthy();
  rerender(at("there", <p>Another page</p>));
  expect(await screen.findByText("Another page")).toBeTruthy();
});
