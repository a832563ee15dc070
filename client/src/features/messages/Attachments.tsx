import type { MessageStateFragment } from "~/gql/graphql";

type Attachment = MessageStateFragment["attachments"][number];

export function Attachments({ attachments }: { attachments: readonly Attachment[] }) {
  if (attachments.length === 0) return null;
  return attachments.map(({ id, url, filename }) => (
    <a key={id} href={url}>
      {filename}
    </a>
  ));
}
