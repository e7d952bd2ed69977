import { FlightDeckError } from "../../shared/errors.ts";
import type { JsonObject } from "../../shared/records.ts";
import { classic } from "./classic.ts";
import { type ConfigSnapshot, readConfig } from "./config.ts";
import type { GatewayConnection } from "./connection.ts";
import { current } from "./current.ts";
import { at, type Dialect } from "./dialect.ts";
import { GatewayCallError, isObject } from "./failure.ts";

/** What was probed once about a gateway, with the connection to use it on. */
export type GatewaySession = {
  connection: GatewayConnection;
  dialect: Dialect;
  /** As the gateway reports it: "2026.9.6", or "dev" before 2026.3. */
  version: string | null;
  /** The configuration that the probe had to read anyway. */
  config: ConfigSnapshot;
  defaultAgentId: string;
  mergesArrays: boolean;
  knowsOwnership: boolean;
  /** False where channel visibility had to be taken back before. */
  takesVisibility: boolean;
  /** Whether `agents.workspace.list` is there, which has size and time of every file of an agent. */
  listsWorkspaces: boolean;
  /** Whether writes can name by hash what they expect to replace; null until a file was asked for, whose answer shows it. */
  guardsWrites: Promise<boolean> | null;
};

/**
 * Pings the gateway and probes what it can do. Branches on what it shows (its methods, the shape of its configuration),
 * never on its version (GATEWAY.md).
 *
 * @throws FlightDeckError gateway-too-old for a gateway before 2026.2.9; and as `GatewayConnection.call`
 */
export async function openSession(connection: GatewayConnection, signal?: AbortSignal): Promise<GatewaySession> {
  const hello = await connection.hello(signal);
  const methods = new Set<string>(hello.features?.methods ?? []);
  const version = hello.server?.version ?? null;
  if (methods.size > 0 && !methods.has("agents.files.set")) throw tooOld(connection.target.name, version);
  const readingConfig = readConfig(connection, signal).catch((error: unknown) => {
    throw isUnknownMethod(error) ? tooOld(connection.target.name, version) : error;
  });
  const [health, config] = await Promise.all([connection.call("health", {}, { signal }), readingConfig]);
  const dialect = await chooseDialect(connection, config.config, methods, signal);
  return {
    connection,
    dialect,
    version,
    config,
    defaultAgentId: isObject(health) && typeof health.defaultAgentId === "string" ? health.defaultAgentId : "main",
    // Both came with the same release; there is no other sign of the merge rule.
    mergesArrays: methods.has("config.schema.lookup"),
    takesVisibility: true,
    listsWorkspaces: methods.has("agents.workspace.list"),
    guardsWrites: null,
    knowsOwnership:
      dialect === current &&
      (at(config.config, "agents", "ownership") !== undefined ||
        (await knowsPath(connection, "agents.ownership", signal))),
  };
}

async function chooseDialect(
  connection: GatewayConnection,
  config: JsonObject,
  methods: Set<string>,
  signal?: AbortSignal,
): Promise<Dialect> {
  if (at(config, "agents", "entries") !== undefined) return current;
  if (at(config, "agents", "list") !== undefined || !methods.has("config.schema.lookup")) return classic;
  return (await knowsPath(connection, "agents.entries", signal)) ? current : classic;
}

async function knowsPath(connection: GatewayConnection, path: string, signal?: AbortSignal): Promise<boolean> {
  try {
    await connection.call("config.schema.lookup", { path }, { signal });
    return true;
  } catch (error) {
    if (error instanceof GatewayCallError) return false;
    throw error;
  }
}

function isUnknownMethod(error: unknown): boolean {
  return error instanceof GatewayCallError && /unknown method/i.test(error.message);
}

function tooOld(name: string, version: string | null): FlightDeckError {
  return new FlightDeckError(
    "gateway-too-old",
    `Gateway "${name}" (version ${version ?? "unknown"}) is too old: it cannot store agents' files over the network.`,
    "Upgrade it to OpenClaw 2026.2.9 or newer, then sync again.",
  );
}
