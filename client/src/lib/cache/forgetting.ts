import { type ApolloCache, ApolloLink } from "@apollo/client";
import { mergeMap, of } from "rxjs";

/** Of each cache, how often which field of a type was let go of. */
const timesForgotten = new WeakMap<ApolloCache, Map<string, number>>();

/**
 * Lets go of what is held of a field because it is true no longer. Whoever shows it asks anew; an answer that is on its
 * way, and may be as old, is not taken for true by `askAgain`.
 */
export function forget(cache: ApolloCache, id: string, fieldName: string): void {
  const times = timesForgotten.get(cache) ?? new Map<string, number>();
  const [type = ""] = id.split(":");
  const key = `${type}.${fieldName}`;
  timesForgotten.set(cache, times.set(key, (times.get(key) ?? 0) + 1));
  cache.evict({ id, fieldName });
}

/** Asks once more for an answer if a field of what it tells first, a viewer or a room, was let go of on its way. */
export function askAgain(cache: ApolloCache): ApolloLink {
  return new ApolloLink((operation, forward) => {
    const ask = (): ReturnType<typeof forward> => {
      const before = new Map(timesForgotten.get(cache));
      return forward(operation).pipe(
        mergeMap((answer) => {
          const now = timesForgotten.get(cache);
          const isOvertaken = fieldsIn(answer.data).some((key) => now?.get(key) !== before.get(key));
          return isOvertaken ? ask() : of(answer);
        }),
      );
    };
    return ask();
  });
}

/** The fields of the objects that an answer begins with, each with its type. */
function fieldsIn(data: unknown): string[] {
  return Object.values(data ?? {}).flatMap((value) =>
    Object.keys(value ?? {}).map((fieldName) => `${value.__typename}.${fieldName}`),
  );
}
