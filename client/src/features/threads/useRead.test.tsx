import { act, renderHook } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { createTestChat } from "~/testing/TestChat";
import { useRead } from "./useRead";

afterEach(() => vi.restoreAllMocks());

/** A thread that is open in a window that has the focus or not. */
function openThread(isFocused: boolean, seq?: number) {
  const hasFocus = vi.spyOn(document, "hasFocus").mockReturnValue(isFocused);
  const { chat, provide } = createTestChat();
  const reach = vi.spyOn(chat.threadReading, "reach");
  const { rerender } = renderHook((newest?: number) => useRead("m1", newest), {
    initialProps: seq,
    wrapper: ({ children }) => provide(children),
  });
  const focus = () => {
    hasFocus.mockReturnValue(true);
    act(() => void window.dispatchEvent(new Event("focus")));
  };
  return { reach, rerender, focus };
}

test("replies that are there or come while somebody looks are read", () => {
  const { reach, rerender } = openThread(true);
  expect(reach).not.toHaveBeenCalled();
  for (const seq of [4, 7]) rerender(seq);
  expect(reach.mock.calls).toEqual([
    ["m1", 4],
    ["m1", 7],
  ]);
});

test("replies that came while nobody looked are read once somebody does, all of them", () => {
  const { reach, rerender, focus } = openThread(false, 4);
  rerender(7);
  expect(reach).not.toHaveBeenCalled();
  focus();
  expect(reach.mock.calls).toEqual([["m1", 7]]);
});
