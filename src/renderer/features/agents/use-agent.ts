import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { AgentView } from "../../../shared/views.ts";
import { orpc } from "../../api/client.ts";
import { toOperatorError } from "../../api/operator-error.ts";

export type FoundAgent = { query: UseQueryResult<AgentView>; isMissing: boolean };

/** One agent with its details. */
export function useAgent(agentId: string): FoundAgent {
  const query = useQuery(orpc.agents.get.queryOptions({ input: { id: agentId } }));
  const isMissing = query.error !== null && toOperatorError(query.error).code === "not-found";
  return { query, isMissing };
}
