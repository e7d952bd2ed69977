import { Page } from "../../frame/page.tsx";

/** Agent. */
export function AgentPage({ agentId }: { agentId: string }) {
  return <Page title="Agent">{agentId}</Page>;
}
