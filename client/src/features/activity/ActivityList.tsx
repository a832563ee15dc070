import { Button, Skeleton, Stack } from "@mantine/core";
import type { ComponentProps, ReactNode } from "react";
import { Blank } from "~/components/Blank";
import { NotLoaded } from "~/components/NotLoaded";
import { Refusal } from "~/components/Refusal";
import { useAttempt } from "~/hooks/useAttempt";
import classes from "./ActivityList.module.css";

interface Props {
  name: string;
  /** Null until they are here. */
  items: readonly ReactNode[] | null;
  hasFailed: boolean;
  reload(): Promise<unknown>;
  hasMore: boolean;
  loadMore(): Promise<unknown>;
  /** What stands where there is nothing yet, and its sign. */
  empty: string;
  icon: ComponentProps<typeof Blank>["icon"];
}

/** What concerns the viewer, the newest first, with its ways of not being there. */
export function ActivityList({ name, items, hasFailed, reload, hasMore, loadMore, empty, icon }: Props) {
  const more = useAttempt();
  if (!items && hasFailed)
    return (
      <NotLoaded isAll reload={reload}>
        They could not be loaded.
      </NotLoaded>
    );
  if (!items) return <Placeholder name={name} />;
  if (items.length === 0) return <Blank icon={icon}>{empty}</Blank>;
  return (
    <>
      <ol className={classes.list} aria-label={name}>
        {items}
      </ol>
      <Refusal>{more.error}</Refusal>
      {hasMore && (
        <Button variant="subtle" fullWidth loading={more.busy} onClick={() => void more.attempt(loadMore)}>
          Show more
        </Button>
      )}
    </>
  );
}

function Placeholder({ name }: { name: string }) {
  return (
    <Stack role="status" aria-label={`Loading ${name.toLowerCase()}`} gap="lg" py="sm">
      {[52, 74, 60].map((width) => (
        <Skeleton key={width} height={40} width={`${width}%`} radius="md" />
      ))}
    </Stack>
  );
}
