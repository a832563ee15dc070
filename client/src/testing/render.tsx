import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";

/** Renders as the app would, without animations, and gives a person to act. */
export function show(children: ReactNode) {
  render(<MantineProvider env="test">{children}</MantineProvider>);
  return userEvent.setup();
}
