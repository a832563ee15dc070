import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print } from "graphql";
import { RequestError } from "./errors";

export const GRAPHQL_PATH = "/graphql";

/** One GraphQL operation by plain `fetch`, for what happens before anyone is signed in. */
export async function request<TData, TVariables>(
  document: TypedDocumentNode<TData, TVariables>,
  variables: TVariables,
  accessToken?: string,
): Promise<TData> {
  const response = await fetch(GRAPHQL_PATH, {
    method: "POST",
    credentials: "same-origin",
    headers: {
      "content-type": "application/json",
      ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
    },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const answer = await response.json();
  if (answer.errors) throw new RequestError(answer.errors);
  return answer.data;
}
