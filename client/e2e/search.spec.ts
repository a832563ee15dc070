import { Person } from "./person";
import { expect, test } from "./test";

test("a word finds the message, wherever it was said, and leads there", async ({ browser, api }) => {
  const [a, l] = await Promise.all([api.register("Ada"), api.register("Lin")]);
  const roomId = await api.openDirectRoom(a, l);
  await api.send(l, roomId, "The *Darjeeling* is in the blue tin.");
  await api.fill(a, roomId, 70);
  const ada = await Person.signedIn(browser, a);
  await ada.page.goto(`/rooms/${roomId}`);
  await ada.page.getByRole("link", { name: "Search this conversation" }).click();
  await ada.page.getByRole("searchbox", { name: "Search messages" }).fill("nothing like it");
  await expect(ada.page.getByText("Nothing answers to")).toBeVisible();
  await ada.page.getByRole("searchbox", { name: "Search messages" }).fill("jeeling");
  const result = ada.page.getByRole("list", { name: "Results" }).getByRole("link");
  await expect(result.locator("mark")).toHaveText("jeeling");
  await expect(result).toContainText("The Darjeeling is in");
  await result.click();
  await expect(ada.message("Darjeeling")).toBeInViewport();
  await expect(ada.message(/number 70\./)).toHaveCount(0);
});
