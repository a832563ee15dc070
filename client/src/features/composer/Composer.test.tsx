import { cleanup, screen } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { show } from "~/testing/render";
import { createTestChat } from "~/testing/TestChat";
import { Composer } from "./Composer";

function compose() {
  const { chat, provide } = createTestChat();
  const people = [{ username: "lin.q", displayName: "Lin Quist" }];
  const person = show(provide(<Composer roomId="room" to="Lin" people={people} />));
  const sent = () => chat.outbox.state.get().map(({ roomId, content }) => ({ roomId, content }));
  return { person, sent, box: screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Message" }) };
}

beforeEach(() => localStorage.clear());

describe("the composer", () => {
  test("sends with Enter and is empty again", async () => {
    const { person, sent, box } = compose();
    await person.type(box, "hello{Enter}");
    expect(sent()).toEqual([{ roomId: "room", content: "hello" }]);
    expect(box.value).toBe("");
  });

  test("starts a new line with Shift and Enter", async () => {
    const { person, sent, box } = compose();
    await person.type(box, "one{Shift>}{Enter}{/Shift}two");
    expect(box.value).toBe("one\ntwo");
    expect(sent()).toEqual([]);
  });

  test("sends with the button, without the space around", async () => {
    const { person, sent, box } = compose();
    await person.type(box, "  hello  ");
    await person.click(screen.getByRole("button", { name: "Send" }));
    expect(sent()).toEqual([{ roomId: "room", content: "hello" }]);
  });

  test("does not send nothing", async () => {
    const { person, sent, box } = compose();
    await person.type(box, "   {Enter}");
    expect(sent()).toEqual([]);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Send" }).disabled).toBe(true);
  });

  test("keeps what was not sent, for each place apart", async () => {
    const { person, box } = compose();
    await person.type(box, "half a tho");
    cleanup();
    expect(compose().box.value).toBe("half a tho");
  });

  test("completes the name of whoever is mentioned, and Enter chooses instead of sending", async () => {
    const { person, sent, box } = compose();
    await person.type(box, "hi @qui");
    expect(screen.getByRole("option", { name: /Lin Quist/ })).toBeTruthy();
    await person.keyboard("{Enter}");
    expect(box.value).toBe("hi @lin.q ");
    expect(sent()).toEqual([]);
  });

  test("sets marks around what is chosen", async () => {
    const { person, box } = compose();
    await person.type(box, "so it is");
    box.setSelectionRange(3, 5);
    await person.keyboard("{Control>}b{/Control}");
    expect(box.value).toBe("so **it** is");
    await person.keyboard("{Control>}b{/Control}");
    expect(box.value).toBe("so it is");
  });

  test("goes back to the last message with the arrow up, but only from an empty field", async () => {
    const onEditLast = vi.fn();
    const { chat, provide } = createTestChat();
    const person = show(provide(<Composer roomId="up" to="Lin" people={[]} onEditLast={onEditLast} />));
    expect(chat.outbox.state.get()).toEqual([]);
    await person.type(screen.getByRole("textbox", { name: "Message" }), "a{ArrowUp}{Backspace}");
    expect(onEditLast).not.toHaveBeenCalled();
    await person.keyboard("{ArrowUp}");
    expect(onEditLast).toHaveBeenCalledOnce();
  });
});
