import { onlyAgents } from "../../../shared/sync-options.ts";
import type { AgentRow, BoardRow, GatewayRow } from "../../../shared/views.ts";
import { client } from "../../api/client.ts";
import { navigate } from "../../router/use-location.ts";
import { toastError } from "../../stores/toasts.ts";

/** Starts a run on each gateway of these agents, and opens it, or the list of runs if there are several. */
export async function syncEach(
  agents: Pick<AgentRow, "id" | "gatewayId" | "isMain">[],
  options: { dryRun: boolean },
): Promise<void> {
  await openEach(
    [...Map.groupBy(agents, (agent) => agent.gatewayId)].map(([gatewayId, group]) => () => {
      const scope = onlyAgents(group.map(({ id, isMain }) => ({ agentId: id, isMain })));
      return client.runs.sync({ gatewayId, ...scope, ...options });
    }),
  );
}

/** Syncs the agents of these boards, as `syncEach`. */
export async function syncBoards(boards: BoardRow[], options: { dryRun: boolean }): Promise<void> {
  try {
    const lists = await Promise.all(boards.map(({ id }) => client.agents.list({ boardId: id })));
    await syncEach(lists.flat(), options);
  } catch (error) {
    toastError(error);
  }
}

/** Starts a sync, or a check, on each of these gateways. */
export async function runOnEach(gateways: GatewayRow[], what: "sync" | "check"): Promise<void> {
  await openEach(
    gateways.map(
      ({ id }) =>
        () =>
          what === "sync" ? client.runs.sync({ gatewayId: id }) : client.gateways.checkDrift({ id }),
    ),
  );
}

/** Starts runs and opens the one, or the list if there are several. One that cannot start does not concern the others. */
async function openEach(starts: (() => Promise<{ runId: string }>)[]): Promise<void> {
  const runIds: string[] = [];
  for (const start of starts) {
    try {
      runIds.push((await start()).runId);
    } catch (error) {
      toastError(error);
    }
  }
  if (runIds.length > 0) navigate(runIds.length === 1 ? `/runs/${runIds[0]}` : "/runs");
}
