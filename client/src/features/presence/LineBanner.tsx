import { Alert, Loader } from "@mantine/core";
import { useEffect, useState } from "react";
import { useChat } from "~/hooks/useChat";
import { useStore } from "~/hooks/useStore";

const PATIENCE_MS = 1_500; // 1.5 seconds: a line that is back sooner is not worth a word

/** Says that the live line is broken, once it is worth saying. */
export function LineBanner() {
  const { connection } = useChat();
  const isBroken = useStore(connection.state) === "broken";
  const [isShown, setShown] = useState(false);

  useEffect(() => {
    if (!isBroken) return setShown(false);
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isBroken]);

  if (!isShown) return null;
  return (
    <Alert
      role="status"
      color="yellow"
      variant="light"
      radius={0}
      py="xs"
      icon={<Loader size="xs" color="yellow" />}
    >
      Reconnecting… Messages you write now are kept and sent when the connection is back.
    </Alert>
  );
}
