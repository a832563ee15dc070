import { Text } from "@mantine/core";
import type { ReactNode } from "react";

/** That it worked, in a place that screen readers listen to. */
export function Saved({ shown, children }: { shown: boolean; children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed" role="status">
      {shown && children}
    </Text>
  );
}
