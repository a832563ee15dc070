import { expect, test } from "vitest";
import { graphql } from "~/gql";
import { createCache } from "./createCache";

const Acts = graphql(`
  query Acts($after: String) {
    room(id: "room") {
      id
      audit(first: 3, after: $after) {
        nodes { id }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

/** An audit log from which pages are read, each of them as ids, and what is held in the end. */
function heldAfter(...pages: { ids: number[]; after?: string; hasNextPage?: boolean }[]) {
  const cache = createCache();
  for (const { ids, after, hasNextPage = true } of pages) {
    const nodes = ids.map((id) => ({ __typename: "AuditRecord", id: `${id}` }));
    const pageInfo = { __typename: "PageInfo", hasNextPage, endCursor: `${ids.at(-1)}` };
    const audit = { __typename: "AuditRecordConnection", nodes, pageInfo };
    const data = { room: { __typename: "Room", id: "room", audit } } as never;
    cache.writeQuery({ query: Acts, variables: { after }, data });
  }
  const held = cache.readQuery({ query: Acts })?.room.audit;
  return { ids: held?.nodes.map(({ id }) => Number(id)), ...held?.pageInfo };
}

test("an audit log grows at both ends, and keeps its place further down", () => {
  const down = [{ ids: [5, 4, 3] }, { ids: [2, 1], after: "3", hasNextPage: false }];
  expect(heldAfter(...down)).toMatchObject({ ids: [5, 4, 3, 2, 1], hasNextPage: false });
  const again = heldAfter(...down, { ids: [7, 6, 5] });
  expect(again).toMatchObject({ ids: [7, 6, 5, 4, 3, 2, 1], hasNextPage: false, endCursor: "1" });
});

test("an audit log that grew by more than a page begins anew", () => {
  expect(heldAfter({ ids: [2, 1], hasNextPage: false }, { ids: [9, 8, 7] })).toMatchObject({
    ids: [9, 8, 7],
    hasNextPage: true,
  });
});

test("a next page is left out when the list began anew while it was on its way", () => {
  const anew = { ids: [9, 8, 7] };
  expect(heldAfter({ ids: [3, 2, 1] }, anew, { ids: [0], after: "1" }).ids).toEqual(anew.ids);
});
