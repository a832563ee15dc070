import { Button, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { Refusal } from "~/components/Refusal";
import type { useGrantForm } from "./useGrantForm";

interface Props {
  name: string;
  /** What its button says. */
  action: string;
  form: Pick<ReturnType<typeof useGrantForm>, "onSubmit" | "error" | "busy">;
  children: ReactNode;
}

/** Fields, what was refused of them together, and the button that sends them. */
export function GrantForm({ name, action, form, children }: Props) {
  return (
    <form onSubmit={form.onSubmit} aria-label={name}>
      <Stack gap="sm">
        <Refusal>{form.error}</Refusal>
        {children}
        <Button type="submit" loading={form.busy} mt="xs">
          {action}
        </Button>
      </Stack>
    </form>
  );
}
