import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./graphiql.css";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";
import { createBrowserSession } from "~/lib/browserSession";
import { createFetcher } from "./fetcher";
import { SessionBar } from "./SessionBar";
import { tour } from "./tour";

const session = createBrowserSession();
void session.resume();

createRoot(document.getElementById("root") as HTMLElement).render(
  <div className="page">
    <SessionBar session={session} />
    <main className="graphiql">
      <GraphiQL
        fetcher={createFetcher(session)}
        defaultTabs={tour}
        defaultEditorToolsVisibility
        shouldPersistHeaders={false}
      >
        <GraphiQL.Logo>Parley</GraphiQL.Logo>
      </GraphiQL>
    </main>
  </div>,
);
