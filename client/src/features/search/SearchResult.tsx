import { useMemo } from "react";
import { MessageLink } from "~/components/MessageLink";
import { messagePath } from "~/lib/paths";
import { excerpt } from "./excerpt";
import { plainLine } from "./plainLine";
import type { Result } from "./useSearch";

export function SearchResult({ result: { message, matches, room } }: { result: Result }) {
  const pieces = useMemo(() => {
    const line = plainLine(message, matches);
    return excerpt(line.text, line.matches);
  }, [message, matches]);
  return (
    <li>
      <MessageLink message={message} room={room} to={messagePath(room.id, message.id)}>
        {pieces.map(({ text, isMatch }, index) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: a text is cut anew whenever it changes
          isMatch ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
        )}
      </MessageLink>
    </li>
  );
}
