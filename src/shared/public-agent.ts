import type { Agent } from "./records.ts";

/**
 * The columns of an agent's record that the window and the command line show. They are named one by one, so that a new column
 * stays inside until it is added here: it may hold a secret, as `agentTokenHash` does.
 */
const publicColumns = [
  "id",
  "boardId",
  "gatewayId",
  "name",
  "status",
  "openclawSessionId",
  "heartbeatConfig",
  "identityProfile",
  "identityTemplate",
  "soulTemplate",
  "provisionRequestedAt",
  "provisionAction",
  "deleteRequestedAt",
  "lastSeenAt",
  "lastProvisionError",
  "isBoardLead",
  "lifecycleGeneration",
  "wakeAttempts",
  "lastWakeSentAt",
  "checkinDeadlineAt",
  "createdAt",
  "updatedAt",
] as const satisfies readonly (keyof Agent)[];

export type PublicAgent = Pick<Agent, (typeof publicColumns)[number]>;

/** The part of an agent's record that may be shown. */
export function publicAgent(agent: Agent): PublicAgent {
  const shown: Partial<Agent> = {};
  const show = <Column extends keyof PublicAgent>(column: Column) => {
    shown[column] = agent[column];
  };
  for (const column of publicColumns) show(column);
  return shown as PublicAgent;
}
