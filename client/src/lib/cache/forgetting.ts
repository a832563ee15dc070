import { type ApolloCache, ApolloLink } from "@apollo/client";
import { type DocumentNode, visit } from "graphql";
import { mergeMap, of } from "rxjs";

/** Of each cache, how often which field was let go of. */
const timesForgotten = new WeakMap<ApolloCache, Map<string, number>>();

/**
 * Lets go of what is held of a field because it is true no longer. Whoever shows it asks anew; an answer that is on its
 * way, and may be as old, is not taken for true by `askAgain`.
 */
export function forget(cache: ApolloCache, id: string, fieldName: string): void {
  const times = timesForgotten.get(cache) ?? new Map<string, number>();
  timesForgotten.set(cache, times.set(fieldName, (times.get(fieldName) ?? 0) + 1));
  cache.evict({ id, fieldName });
}

/** Asks once more for an answer if a field in it was let go of while it was on its way. */
export function askAgain(cache: ApolloCache): ApolloLink {
  return new ApolloLink((operation, forward) => {
    const ask = (): ReturnType<typeof forward> => {
      const before = timesOf(operation.query, cache);
      return forward(operation).pipe(
        mergeMap((answer) => (timesOf(operation.query, cache) === before ? of(answer) : ask())),
      );
    };
    return ask();
  });
}

/** How often a field that the document asks for was let go of. */
function timesOf(document: DocumentNode, cache: ApolloCache): number {
  const times = timesForgotten.get(cache);
  if (!times) return 0;
  let sum = 0;
  visit(document, {
    Field({ name }) {
      sum += times.get(name.value) ?? 0;
    },
  });
  return sum;
}
