import { messageOf } from "../../../shared/errors.ts";
import { listGateways } from "../../database/gateways.ts";
import { readFormerGateway } from "../../database/move-agents-with-boards.ts";
import { openSession } from "../../gateway/session.ts";
import type { ProvisioningServices } from "../model/provisioning-services.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import type { WorkspaceContents } from "../model/workspace-move.ts";
import { readContents } from "./read-contents.ts";

export type FormerHome = { gatewayName: string; contents: WorkspaceContents };

/** The former gateway did not show the agent's files. */
export class FormerHomeAwayError extends Error {
  override readonly name = "FormerHomeAwayError";
  readonly gatewayName: string;

  constructor(gatewayName: string, cause: unknown) {
    super(messageOf(cause), { cause });
    this.gatewayName = gatewayName;
  }
}

/** The run does not wait for a gateway that it is not about. */
const timeoutMs = 20_000;

/**
 * Reads what an agent has on the gateway that its board was on before. Null if it moved from none, or has nothing there.
 * @throws FormerHomeAwayError when that gateway cannot be read; the reason of `signal`
 */
export async function findOnFormerGateway(
  { database, connections }: Pick<ProvisioningServices, "database" | "connections">,
  { agent, key }: ScopedAgent,
  signal: AbortSignal,
): Promise<FormerHome | null> {
  const gatewayId = readFormerGateway(database, agent.id);
  const gateway = listGateways(database).find(({ id }) => id === gatewayId);
  if (!gateway) return null;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const session = await openSession(connections.of(gateway.id), limit);
    const entry = session.dialect.readRoster(session.config.config).get(key);
    if (!entry) return null;
    const workspace = typeof entry.workspace === "string" ? entry.workspace : undefined;
    return { gatewayName: gateway.name, contents: await readContents({ session, key, workspace, signal: limit }) };
  } catch (error) {
    signal.throwIfAborted();
    throw new FormerHomeAwayError(gateway.name, error);
  }
}
