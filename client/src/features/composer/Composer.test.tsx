import { screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { show } from "~/testing/render";
import { createTestChat } from "~/testing/TestChat";
import { Composer } from "./Composer";

function compose() {
  const { chat, provide } = createTestChat();
  const person = show(provide(<Composer roomId="room" to="Lin" />));
  const sent = () => chat.outbox.state.get().map(({ roomId, content }) => ({ roomId, content }));
  return { person, sent, box: screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Message" }) };
}

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
});
