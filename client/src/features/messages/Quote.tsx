import { useQuery } from "@apollo/client/react";
import { UnstyledButton } from "@mantine/core";
import { getFragmentData, graphql } from "~/gql";
import { Person } from "~/lib/fragments";
import { namedText } from "~/lib/namedText";
import { useActions } from "./actions";
import classes from "./Quote.module.css";

const Quoted = graphql(`
  query Quoted($id: ID!) {
    message(id: $id) { id seq content mentions { username displayName } deletedAt sender { ...Person } }
  }
`);

/** What a message replies to, in one line that leads there. */
export function Quote({ id }: { id: string }) {
  const { jumpTo } = useActions();
  const { data } = useQuery(Quoted, { variables: { id } });
  const quoted = data?.message;
  const name = quoted && getFragmentData(Person, quoted.sender).displayName;
  return (
    <UnstyledButton
      className={classes.quote}
      onClick={() => jumpTo(id)}
      aria-label="Go to the message replied to"
    >
      <span className={classes.name}>{name ?? "…"}</span>
      <span className={classes.text}>
        {quoted && (quoted.deletedAt ? "Message deleted" : namedText(quoted) || "File")}
      </span>
    </UnstyledButton>
  );
}
