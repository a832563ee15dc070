import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";
import { createClient } from "graphql-ws";
import { GRAPHQL_PATH } from "~/lib/request";
import type { Session } from "~/lib/session";

/** Runs operations as whoever is signed in; a header typed into GraphiQL goes first. */
export function createFetcher(session: Session): Fetcher {
  const url = new URL(GRAPHQL_PATH, location.href);
  return createGraphiQLFetcher({
    url: url.href,
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      const token = await tokenOf(session);
      if (token && !headers.has("authorization")) headers.set("authorization", `Bearer ${token}`);
      return fetch(input, { ...init, headers });
    },
    wsClient: createClient({
      url: url.href.replace(/^http/, "ws"),
      connectionParams: async () => {
        const token = await tokenOf(session);
        return token ? { authorization: `Bearer ${token}` } : {};
      },
    }),
  });
}

/** Null when nobody is signed in: the schema can be read all the same. */
async function tokenOf(session: Session): Promise<string | null> {
  if (session.state.get().status !== "signedIn") return null;
  return session.token().catch(() => null);
}
