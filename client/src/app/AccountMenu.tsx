import { lazy, Suspense, useState } from "react";
import { AccountButton } from "./AccountButton";

const AccountItems = lazy(() => import("./AccountItems"));

/** What one does with one's account. Its items are not loaded before they are asked for. */
export function AccountMenu() {
  const [isWanted, setWanted] = useState(false);
  if (!isWanted) return <AccountButton aria-expanded={false} onClick={() => setWanted(true)} />;
  return (
    <Suspense fallback={<AccountButton aria-expanded={false} />}>
      <AccountItems />
    </Suspense>
  );
}
