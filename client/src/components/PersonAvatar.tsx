import { Avatar, Indicator } from "@mantine/core";
import type { PersonFragment } from "~/gql/graphql";

interface Props {
  person: Pick<PersonFragment, "displayName" | "avatarUrl"> & Partial<Pick<PersonFragment, "presence">>;
  size?: number;
  /** Whether to tell if the person is here. */
  withPresence?: boolean;
}

export function PersonAvatar({ person, size = 40, withPresence = false }: Props) {
  const online = person.presence === "ONLINE";
  const avatar = (
    <Avatar
      src={person.avatarUrl}
      name={person.displayName}
      color="initials"
      size={size}
      radius="xl"
      alt=""
    />
  );
  if (!withPresence) return avatar;
  return (
    <Indicator
      color="teal"
      size={12}
      offset={5}
      position="bottom-end"
      withBorder
      disabled={!online}
      role="img"
      aria-label={online ? "Online" : "Offline"}
    >
      {avatar}
    </Indicator>
  );
}
