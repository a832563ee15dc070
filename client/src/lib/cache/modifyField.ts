import type { ApolloCache } from "@apollo/client";

/** Changes one field of one object, as the cache stores it. A field that is not held is left alone. */
export function modifyField<TStored>(
  cache: ApolloCache,
  id: string,
  field: string,
  change: (held: TStored) => TStored,
): void {
  cache.modify({ id, fields: { [field]: change as (held: unknown) => unknown } });
}
