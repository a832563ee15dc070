import { graphql } from "~/gql";

export const OnePerson = graphql(`
  query OnePerson($id: ID!) {
    user(id: $id) { ...PresentPerson }
  }
`);
