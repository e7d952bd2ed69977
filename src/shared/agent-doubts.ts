import { anyHeartbeatKeys, checkHeartbeat } from "./heartbeat-values.ts";
import { agentKey, sessionKeyOf, workspacePath } from "./identity.ts";
import type { Agent, Gateway } from "./records.ts";
import { checkId, checkSessionKey, checkWorkspace, isAbsolutePath } from "./roster-values.ts";

type DoubtedAgent = Pick<
  Agent,
  "id" | "boardId" | "gatewayId" | "isBoardLead" | "openclawSessionId" | "heartbeatConfig"
>;

/** The values of an agent's record that no gateway takes, as sentences without a subject. */
export function agentLimitDoubts(agent: DoubtedAgent): string[] {
  const key = agentKey(agent);
  const { problem, unknown } = checkHeartbeat(agent.heartbeatConfig ?? {}, anyHeartbeatKeys);
  const problems = [checkId(key) ?? checkSessionKey(sessionKeyOf({ agent, key })), problem].filter(
    (each) => each !== null,
  );
  return [
    ...problems.map(({ field, why }) => `has a ${field} that gateways refuse: ${why}.`),
    ...(unknown.length > 0
      ? [`has heartbeat settings that no gateway knows and a sync leaves out: ${unknown.join(", ")}.`]
      : []),
  ];
}

/** Any agent's key has at most this length where a gateway takes it. */
const longestKey = "x".repeat(64);

/** Why a gateway's workspace root gives its agents no workspace, or none that is meant; null if it is fine. */
export function workspaceRootDoubt(gateway: Pick<Gateway, "workspaceRoot">): string | null {
  const problem = checkWorkspace(workspacePath(gateway, longestKey));
  if (problem) return `has a workspace root that cannot be used: ${problem.why}.`;
  if (isAbsolutePath(gateway.workspaceRoot)) return null;
  return "has a workspace root that is not absolute: the gateway looks for it in the folder that it was started in.";
}
