import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { client, connection, orpc, queryClient } from "./api/client.ts";
import { learnCommandName } from "./api/learn-command-name.ts";
import { keysOf, watchChanges } from "./api/watch-changes.ts";
import { App } from "./app.tsx";
import { ErrorBoundary } from "./frame/error-boundary.tsx";
import { followThemeSetting } from "./stores/follow-theme-setting.ts";
import "./styles/index.css";

void watchChanges({ client, connection, queryClient, keys: keysOf(orpc) });
followThemeSetting();
learnCommandName();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root");
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <App />
    </ErrorBoundary>
  </StrictMode>,
);
