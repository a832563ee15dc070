import { fireEvent } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TypedAhead } from "./typedAhead";

const field = document.createElement("input");
let typed: TypedAhead | undefined;

beforeEach(() => {
  document.body.append(field);
  field.value = "";
  field.focus();
});
afterEach(() => {
  typed?.end();
  field.remove();
});

test("what is typed goes to who waits for it, not to what has the focus", async () => {
  typed = new TypedAhead(() => undefined);
  await userEvent.keyboard("teax{Backspace} ☕");
  expect(field.value).toBe("");
  expect(typed.take()).toEqual({ text: "tea ☕", isEntered: false });
  await userEvent.keyboard("pot");
  expect(field.value).toBe("pot");
  expect(typed.take()).toEqual({ text: "", isEntered: false });
});

test("Enter is kept too, and sends nothing meanwhile", async () => {
  const onKeyDown = vi.fn();
  field.addEventListener("keydown", onKeyDown);
  typed = new TypedAhead(() => undefined);
  await userEvent.keyboard("tea{Enter}");
  field.removeEventListener("keydown", onKeyDown);
  expect(onKeyDown).not.toHaveBeenCalled();
  expect(typed.take()).toEqual({ text: "tea", isEntered: true });
});

test("Escape ends the waiting", async () => {
  const onEscape = vi.fn();
  typed = new TypedAhead(onEscape);
  await userEvent.keyboard("t{Escape}ea");
  expect(onEscape).toHaveBeenCalledOnce();
  expect(field.value).toBe("ea");
});

test("commands stay commands, and what is written with AltGr is written", () => {
  typed = new TypedAhead(() => undefined);
  expect(fireEvent.keyDown(field, { key: "k", ctrlKey: true })).toBe(true);
  expect(fireEvent.keyDown(field, { key: "@", ctrlKey: true, altKey: true, modifierAltGraph: true })).toBe(
    false,
  );
  expect(typed.take().text).toBe("@");
});
