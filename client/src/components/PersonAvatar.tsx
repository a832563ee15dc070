import type { PresentPersonFragment } from "~/gql/graphql";
import { Face } from "./Face";
import classes from "./PersonAvatar.module.css";

interface Props {
  person: Pick<PresentPersonFragment, "id" | "displayName" | "avatarUrl"> &
    Partial<Pick<PresentPersonFragment, "presence">>;
  size?: number;
  /** Whether to tell if the person is here. */
  withPresence?: boolean;
}

export function PersonAvatar({ person, size = 40, withPresence = false }: Props) {
  const face = <Face id={person.id} name={person.displayName} src={person.avatarUrl} size={size} />;
  if (!withPresence) return face;
  const online = person.presence === "ONLINE";
  return (
    <span
      className={classes.withPresence}
      data-online={online || undefined}
      role="img"
      aria-label={online ? "Online" : "Offline"}
    >
      {face}
    </span>
  );
}
