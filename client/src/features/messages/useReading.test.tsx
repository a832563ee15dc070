import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import type { RoomStateFragment } from "~/gql/graphql";
import { ada, lin } from "~/testing/people";
import { RoomModel } from "~/testing/roomModel";
import { createTestChat } from "~/testing/TestChat";
import { useHold } from "./useHold";
import { useReading } from "./useReading";

/** Three messages, all of them read; then the room as it is after what was done. */
function openRoom() {
  const model = new RoomModel();
  for (const text of ["one", "two", "three"]) model.send(lin, text);
  model.markRead(ada, 3);
  return { model, room: () => model.answer().room as unknown as RoomStateFragment };
}

test("a room marked unread while it is open keeps its divider, wherever the window's focus goes", () => {
  const { model, room } = openRoom();
  const { provide } = createTestChat();
  const { result, rerender } = renderHook(
    (now: RoomStateFragment) => {
      const isHeld = useHold(now.id, now);
      return { isHeld, ...useReading(now, isHeld) };
    },
    { initialProps: room(), wrapper: ({ children }) => provide(children) },
  );
  expect(result.current).toMatchObject({ divider: null, isHeld: { current: false } });
  model.markUnread(2);
  rerender(room());
  for (const left of ["blur", "focus"]) {
    act(() => void window.dispatchEvent(new Event(left)));
    expect(result.current).toMatchObject({ divider: 1, isHeld: { current: true } });
  }
});
