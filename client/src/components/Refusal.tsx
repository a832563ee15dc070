import { Alert } from "@mantine/core";
import { Icon } from "./Icon";

/** Why something was not done. Nothing while there is nothing to say. */
export function Refusal({ children }: { children: string | null }) {
  if (!children) return null;
  return (
    <Alert color="red" role="alert" icon={<Icon name="alert" />}>
      {children}
    </Alert>
  );
}
