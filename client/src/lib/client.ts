import { ApolloClient, ApolloLink, HttpLink, type InMemoryCache, ServerError } from "@apollo/client";
import { SetContextLink } from "@apollo/client/link/context";
import { catchError, from, mergeMap, of, throwError } from "rxjs";
import { askAgain } from "./cache/forgetting";
import { keepNewest } from "./cache/keepNewest";
import { refusalOf } from "./errors";
import { GRAPHQL_PATH } from "./request";
import type { Session } from "./session";

/** For a query that is asked anew after a change: it shares no answer that is on its way from before. */
export const ASKED_ANEW = { queryDeduplication: false };

export function createApolloClient(session: Session, cache: InMemoryCache): ApolloClient {
  const authorize = new SetContextLink(async ({ headers }) => ({
    headers: { ...headers, authorization: `Bearer ${await session.token()}` },
  }));
  const http = new HttpLink({ uri: GRAPHQL_PATH, credentials: "same-origin" });
  return new ApolloClient({
    cache,
    link: ApolloLink.from([askAgain(cache), keepNewest(cache), renewToken(session), authorize, http]),
  });
}

/** A token can end before its time, when its key changes: then a new one is asked for and the operation runs once more. */
function renewToken(session: Session): ApolloLink {
  return new ApolloLink((operation, forward) => {
    const again = () => from(session.refresh()).pipe(mergeMap(() => forward(operation)));
    return forward(operation).pipe(
      mergeMap((result) => (refusalOf(result)?.code === "UNAUTHENTICATED" ? again() : of(result))),
      catchError((error) =>
        ServerError.is(error) && error.statusCode === 401 ? again() : throwError(() => error),
      ),
    );
  });
}
