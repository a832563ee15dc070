import { request } from "@playwright/test";
import { Api } from "./api";
import { Person } from "./person";
import { Server } from "./server";
import { expect, test } from "./test";

test("a server that is killed while two people talk loses nothing and doubles nothing", async ({
  browser,
}) => {
  test.slow(); // it starts a server of its own, twice
  const server = await Server.started();
  try {
    const baseURL = server.address;
    const api = new Api(await request.newContext({ baseURL }));
    const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
    const roomId = await api.openDirectRoom(a, l);
    const [ada, lin] = await Promise.all([
      Person.signedIn(browser, a, { baseURL }),
      Person.signedIn(browser, l, { baseURL }),
    ]);
    await Promise.all([ada, lin].map(({ page }) => page.goto(`/rooms/${roomId}`)));
    await lin.write("Are you there?");
    await expect(ada.message("Are you there?")).toBeVisible();

    await ada.write("Yes.");
    await ada.write("Something flickers here");
    await server.kill(); // with a message under way, or stored and not answered yet
    await Promise.all([ada, lin].map(({ banner }) => expect(banner).toBeVisible()));
    await ada.write("Is it the lamp?");
    await lin.write("Here too");
    await expect(lin.message("Here too").getByRole("img", { name: "Sending" })).toBeVisible();

    await server.start();
    const said = ["Are you there?", "Yes.", "Something flickers here", "Is it the lamp?", "Here too"];
    for (const person of [ada, lin]) {
      await expect(person.banner).toBeHidden({ timeout: 60_000 }); // it may just have begun to wait
      for (const content of said) await expect(person.message(content)).toHaveCount(1);
      await expect(person.messages).toHaveCount(said.length);
      await expect(person.page.getByRole("img", { name: "Sending" })).toHaveCount(0);
    }
    await lin.write("Now it is steady");
    await expect(ada.message("Now it is steady")).toBeVisible();
    await Promise.all([ada, lin].map(({ page }) => page.reload()));
    await expect(ada.messages).toHaveCount(said.length + 1);
    const order = (await ada.messages.allTextContents()).map((text) =>
      said.find((each) => text.includes(each)),
    );
    expect(order.filter((content) => content !== "Here too").slice(0, 4)).toEqual(said.slice(0, 4));
    await expect(lin.messages).toHaveCount(said.length + 1);
  } finally {
    await server.remove();
  }
});
