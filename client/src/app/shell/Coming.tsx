import { Center, Loader } from "@mantine/core";
import classes from "./Coming.module.css";

/** A part of the page is on its way. It shows only when one would begin to wonder. */
export function Coming() {
  return (
    <Center flex={1} className={classes.coming}>
      <Loader size="sm" aria-label="Loading the page" />
    </Center>
  );
}
