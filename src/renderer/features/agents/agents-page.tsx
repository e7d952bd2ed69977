import { Page } from "../../frame/page.tsx";

/** Agents. */
export function AgentsPage() {
  return <Page title="Agents">{null}</Page>;
}
