import { useApolloClient } from "@apollo/client/react";
import { graphql } from "~/gql";
import type { FilesQuery } from "~/gql/graphql";

const Files = graphql(`
  query Files($id: ID!) {
    message(id: $id) { id attachments { id url thumbnailUrl } }
  }
`);

type Fresh = FilesQuery["message"]["attachments"][number];

/** Where the files of a message are lasts for minutes. This asks anew; null if they cannot be had. */
export function useFreshFiles(messageId: string) {
  const client = useApolloClient();
  return async (attachmentId: string): Promise<Fresh | null> => {
    const variables = { id: messageId };
    const answer = await client.query({ query: Files, variables, fetchPolicy: "no-cache" }).catch(() => null);
    return answer?.data?.message.attachments.find(({ id }) => id === attachmentId) ?? null;
  };
}
