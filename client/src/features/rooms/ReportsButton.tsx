import { ActionIcon, Indicator, Tooltip } from "@mantine/core";
import { Icon } from "~/components/Icon";
import { useOverlay } from "~/hooks/useOverlay";
import { useReports } from "./useReports";

/** For owners and admins: that something is reported here. Nothing while nothing is. */
export default function ReportsButton({ roomId }: { roomId: string }) {
  const open = useOverlay();
  const count = useReports(roomId).reports?.length ?? 0;
  if (count === 0) return null;
  const name = `${count} ${count === 1 ? "report" : "reports"}`;
  return (
    <Tooltip label={name}>
      <Indicator
        label={count}
        size={16}
        offset={6}
        zIndex={1} // below a thread that covers the room
        color="var(--mention-fill)"
        styles={{ indicator: { color: "var(--mention-on-fill)" } }}
      >
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={name}
          onClick={() => open({ kind: "roomDetails", roomId, page: "reports" })}
        >
          <Icon name="flag" />
        </ActionIcon>
      </Indicator>
    </Tooltip>
  );
}
