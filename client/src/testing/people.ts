/** People of the tests: what everybody may know of them. */
export const ada = person("ada", "Ada");
export const lin = person("lin", "Lin");
export const joe = person("joe", "Joe");

export type Person = ReturnType<typeof person>;

function person(id: string, displayName: string) {
  return { __typename: "User" as const, id, username: id, displayName, avatarUrl: null };
}
