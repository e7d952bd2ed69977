import { isSameEndpoint } from "../../../shared/addresses.ts";
import { messageOf } from "../../../shared/errors.ts";
import { isOwnKeyOf } from "../../../shared/identity.ts";
import type { Gateway } from "../../../shared/records.ts";
import { awakeTimeout } from "../../awake/awake.ts";
import { listGateways } from "../../database/gateways.ts";
import { forgetFormerGateway, readFormerGateway } from "../../database/move-agents-with-boards.ts";
import type { GatewayConnection } from "../../gateway/connection.ts";
import { type GatewaySession, openSession } from "../../gateway/session.ts";
import type { ProvisioningServices } from "../model/provisioning-services.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import type { WorkspaceContents } from "../model/workspace-move.ts";
import type { RunContext } from "../report/run-context.ts";
import { type TokenInOptions, tokenFileName, tokenIn } from "./observe-agent.ts";
import { readContents } from "./read-contents.ts";

export type FormerHome = { gatewayName: string; contents: WorkspaceContents };

/** The former gateway did not show the agent's files, or not enough of them to tell whose they are. */
export class FormerHomeAwayError extends Error {
  override readonly name = "FormerHomeAwayError";
  readonly gatewayName: string;

  constructor(gatewayName: string, cause: unknown) {
    super(messageOf(cause), { cause });
    this.gatewayName = gatewayName;
  }
}

/** The run does not wait for any gateway but its own. */
const timeoutMs = 20_000;

/** @throws FormerHomeAwayError when the files there cannot be read; the reason of the run's signal */
export type FindOnFormerGateway = (scoped: ScopedAgent) => Promise<FormerHome | null>;

/**
 * Reads what an agent has on the gateway that its board was on before. Null if there is no such gateway, or nothing there is
 * known to be the agent's: then the former gateway is forgotten, except in a dry run. Each of these gateways is connected to
 * once, unless its record changes.
 */
export function openFormerGateways(
  { database, connections }: Pick<ProvisioningServices, "database" | "connections">,
  { gateway: present, tokens, signal, options }: Pick<RunContext, "gateway" | "tokens" | "signal" | "options">,
): FindOnFormerGateway {
  const limit = () => AbortSignal.any([signal, awakeTimeout(timeoutMs)]);
  const sessions = new Map<GatewayConnection, Promise<GatewaySession>>();
  const sessionOf = (connection: GatewayConnection) => {
    const session = sessions.get(connection) ?? openSession(connection, limit());
    sessions.set(connection, session);
    return session;
  };
  const readHome = async (session: GatewaySession, { agent, key }: ScopedAgent): Promise<WorkspaceContents | null> => {
    const entry = session.dialect.readRoster(session.config.config).get(key);
    if (!entry) return null;
    const workspace = typeof entry.workspace === "string" ? entry.workspace : undefined;
    const contents = await readContents({ session, key, workspace, signal: limit() });
    return (await isOwn({ session, agent, tokens }, key, contents)) ? contents : null;
  };
  const findOn = async (gateway: Gateway, scoped: ScopedAgent): Promise<FormerHome | null> => {
    try {
      const contents = await connections.use(gateway.id, async (connection) =>
        readHome(await sessionOf(connection), scoped),
      );
      return contents && { gatewayName: gateway.name, contents };
    } catch (error) {
      signal.throwIfAborted();
      throw new FormerHomeAwayError(gateway.name, error);
    }
  };
  return async (scoped) => {
    const { id } = scoped.agent;
    const gatewayId = readFormerGateway(database, id);
    if (gatewayId === null) return null;
    const gateway = listGateways(database).find((each) => each.id === gatewayId);
    // Two records may be of one gateway.
    const isElsewhere = gateway !== undefined && !isSameEndpoint(gateway.url, present.url);
    const home = isElsewhere ? await findOn(gateway, scoped) : null;
    if (!home && !options.dryRun) forgetFormerGateway(database, id);
    return home;
  };
}

/**
 * An agent under a freely chosen id may be someone else's: in ours, a file names its record or holds its token.
 * @throws Error if that may be in a file that cannot be read
 */
async function isOwn(
  options: TokenInOptions,
  key: string,
  { files, unreadable }: Pick<WorkspaceContents, "files" | "unreadable">,
): Promise<boolean> {
  const { session, agent } = options;
  if (isOwnKeyOf(agent, key)) return true;
  if ([...files.values()].some((content) => content.includes(agent.id))) return true;
  const token = await tokenIn(options, files.get(tokenFileName(session.dialect)) ?? null);
  if (token?.matchesCurrent || token?.matchesPending) return true;
  const [unread] = unreadable;
  // A token that is not the agent's shows that it is another one.
  if (unread && !token?.token) throw new Error(`${unread.name} is ${unread.why}.`);
  return false;
}
