import { UnstyledButton } from "@mantine/core";
import { Icon } from "~/components/Icon";
import { UnreadCount } from "~/components/UnreadCount";
import type { DetailsPage } from "~/hooks/useOverlay";
import classes from "./DetailsLinks.module.css";
import { useReports } from "./useReports";

interface Props {
  roomId: string;
  /** The one that was open: where the focus is again. */
  from: DetailsPage | null;
  onPage(page: DetailsPage): void;
}

/** The ways to what only owners and admins of a group see. */
export function StaffPages({ roomId, from, onPage }: Props) {
  const { reports } = useReports(roomId);
  return (
    <div className={classes.pages}>
      <UnstyledButton
        className={classes.page}
        onClick={() => onPage("reports")}
        autoFocus={from === "reports"}
      >
        <Icon name="flag" size={18} />
        <span className={classes.name}>Reports</span>
        <UnreadCount count={reports?.length ?? 0} what="open" />
        <Icon name="chevron" size={16} />
      </UnstyledButton>
      <UnstyledButton className={classes.page} onClick={() => onPage("audit")} autoFocus={from === "audit"}>
        <Icon name="history" size={18} />
        <span className={classes.name}>Audit log</span>
        <Icon name="chevron" size={16} />
      </UnstyledButton>
    </div>
  );
}
