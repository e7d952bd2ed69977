import { Page } from "../../frame/page.tsx";

/** Create an agent. */
export function NewAgentPage() {
  return <Page title="Create an agent">{null}</Page>;
}

/** Edit agent. */
export function EditAgentPage({ agentId }: { agentId: string }) {
  return <Page title="Edit agent">{agentId}</Page>;
}
