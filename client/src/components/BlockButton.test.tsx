import { ApolloClient, ApolloLink } from "@apollo/client";
import { ApolloProvider } from "@apollo/client/react";
import { screen } from "@testing-library/react";
import { of, throwError } from "rxjs";
import { expect, test } from "vitest";
import { createCache } from "~/lib/cache/createCache";
import { lin } from "~/testing/people";
import { show } from "~/testing/render";
import { BlockButton } from "./BlockButton";

test("whether somebody is blocked is said to be unknown, until it can be asked again", async () => {
  let isDown = true;
  const viewer = { __typename: "Viewer", blockedUsers: [] };
  const link = new ApolloLink(() =>
    isDown ? throwError(() => new Error("The line broke.")) : of({ data: { viewer } }),
  );
  const client = new ApolloClient({ cache: createCache(), link });
  const person = show(
    <ApolloProvider client={client}>
      <BlockButton person={lin} />
    </ApolloProvider>,
  );
  await screen.findByText("Whether you blocked them could not be loaded.");
  expect(screen.queryByRole("button", { name: "Block" })).toBeNull();
  isDown = false;
  await person.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByRole("button", { name: "Block" });
  expect(screen.queryByText("Whether you blocked them could not be loaded.")).toBeNull();
});
