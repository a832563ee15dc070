import { ActionIcon, Kbd, Tooltip, UnstyledButton } from "@mantine/core";
import { Link } from "react-router";
import { Icon } from "~/components/Icon";
import { RoomList } from "~/features/rooms/RoomList";
import { useOverlay } from "~/hooks/useOverlay";
import { AccountMenu } from "../AccountMenu";
import { Activity } from "./Activity";
import classes from "./Sidebar.module.css";

export function Sidebar() {
  const open = useOverlay();
  return (
    <>
      <header className={classes.top}>
        <Link to="/" className={classes.brand}>
          <img src="/favicon.svg" width={28} height={28} alt="" />
          Parley
        </Link>
        <Tooltip label="Discover groups">
          <ActionIcon
            component={Link}
            to="/discover"
            variant="subtle"
            color="gray"
            size={36}
            aria-label="Discover groups"
          >
            <Icon name="compass" />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="New conversation">
          <ActionIcon variant="filled" size={36} aria-label="New" onClick={() => open({ kind: "newRoom" })}>
            <Icon name="plus" />
          </ActionIcon>
        </Tooltip>
      </header>
      <div className={classes.jump}>
        <UnstyledButton
          className={classes.jumpButton}
          onClick={() => open({ kind: "palette" })}
          aria-keyshortcuts="Control+K"
        >
          <Icon name="search" size={16} />
          <span className={classes.jumpText}>Find or jump to…</span>
          <Kbd size="xs" visibleFrom="sm" aria-hidden="true">
            Ctrl K
          </Kbd>
        </UnstyledButton>
      </div>
      <Activity />
      <RoomList />
      <AccountMenu />
    </>
  );
}
