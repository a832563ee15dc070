import { ActionIcon, Menu, UnstyledButton } from "@mantine/core";
import { Icon } from "~/components/Icon";
import { PersonAvatar } from "~/components/PersonAvatar";
import { getFragmentData } from "~/gql";
import type { Role, RoomMemberFragment } from "~/gql/graphql";
import { useChat } from "~/hooks/useChat";
import { useOverlay } from "~/hooks/useOverlay";
import { PresentPerson } from "~/lib/fragments";
import classes from "./MemberList.module.css";

const TITLE: Record<Role, string> = { OWNER: "Owner", ADMIN: "Admin", MEMBER: "Member" };
const ROLES = ["OWNER", "ADMIN", "MEMBER"] as const;

interface Props {
  member: RoomMemberFragment;
  ownRole: Role | null;
  onRole(userId: string, role: Role): void;
  onRemove(userId: string): void;
}

export function MemberItem({ member, ownRole, onRole, onRemove }: Props) {
  const { viewer } = useChat();
  const open = useOverlay();
  const person = getFragmentData(PresentPerson, member.user);
  const isSelf = person.id === viewer.id;
  const mayRemove = !isSelf && (ownRole === "OWNER" || (ownRole === "ADMIN" && member.role === "MEMBER"));
  const mayChange = ownRole === "OWNER";
  return (
    <li className={classes.member}>
      <UnstyledButton className={classes.person} onClick={() => open({ kind: "person", userId: person.id })}>
        <PersonAvatar person={person} size={36} withPresence />
        <span className={classes.names}>
          <span className={classes.name}>
            {person.displayName}
            {isSelf && " (you)"}
          </span>
          <span className={classes.username}>@{person.username}</span>
        </span>
      </UnstyledButton>
      {member.role !== "MEMBER" && <span className={classes.role}>{TITLE[member.role]}</span>}
      {(mayRemove || mayChange) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`Manage ${person.displayName}`}>
              <Icon name="dots" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayChange &&
              ROLES.filter((role) => role !== member.role).map((role) => (
                <Menu.Item key={role} onClick={() => onRole(person.id, role)}>
                  Make {TITLE[role].toLowerCase()}
                </Menu.Item>
              ))}
            {mayRemove && (
              <Menu.Item color="red" onClick={() => onRemove(person.id)}>
                Remove from the group
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  );
}
