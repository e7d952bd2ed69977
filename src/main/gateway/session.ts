import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { type HeartbeatKeys, isLostWithoutLoss, kindOf } from "../../shared/heartbeat-values.ts";
import { isJsonObject } from "../../shared/is-json-object.ts";
import type { JsonObject, JsonValue } from "../../shared/records.ts";
import { type ConfigSnapshot, readConfig } from "./config.ts";
import type { GatewayConnection } from "./connection.ts";
import type { Dialect, SchemaProbe } from "./dialect.ts";
import { recognizeDialect } from "./dialects.ts";
import { GatewayCallError } from "./failure.ts";

/** What was learned once about a gateway, with its connection. */
export type GatewaySession = {
  connection: GatewayConnection;
  dialect: Dialect;
  /** As the gateway reports it: "2026.9.6", or "dev" before 2026.3. */
  version: string | null;
  /** The configuration that the probe had to read anyway. */
  config: ConfigSnapshot;
  defaultAgentId: string;
  mergesArrays: boolean;
  /** The heartbeat keys that the gateway is known to accept: those of its dialect, or of its schema once that was asked. */
  heartbeatKeys: HeartbeatKeys;
  knowsOwnership: boolean;
  /** False if channel visibility had to be undone before. */
  canSetChannelVisibility: boolean;
  /**
   * Whether `tools.exec.host` may be "auto", which is then the default. Otherwise (up to 2026.3.28) the default is "sandbox",
   * which without a sandbox runs commands at once, while "gateway" makes every command wait for an approval.
   */
  knowsAutoHost: boolean;
  /**
   * Whether a running session keeps the files it began with until it is reset. Measured on 2026.3.28 and read in the code of
   * 2026.4.15; 2026.5.12 and later read them at every turn. Wire protocol 4 also came with 2026.5.12.
   */
  sessionsKeepFiles: boolean;
  /** Whether `agents.defaults.heartbeat` wakes every agent (from 2026.5.12 on, as wire protocol 4), or the default agent only. */
  defaultHeartbeatReachesAll: boolean;
  /** Whether heartbeats are automations, which `cron.list` shows with their last and next run. */
  hasHeartbeatJobs: boolean;
  /** Whether `models.list` lists only models that can be used. Older gateways list all that they know of. */
  listsUsableModels: boolean;
  /** Whether `agents.workspace.list` exists, which lists size and time of every file of an agent. */
  listsWorkspaces: boolean;
  /** Whether writes can name by hash what they expect to replace; null until the answer for a file shows it. */
  guardsWrites: Promise<boolean> | null;
};

/**
 * Pings the gateway and learns what it can do from its methods and the form of its configuration, never from its version
 * (docs/gateways.md).
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
  const probe: SchemaProbe = {
    config: config.config,
    lookUp: async (path) => (methods.has("config.schema.lookup") ? lookUp(connection, path, signal) : null),
  };
  const dialect = await recognizeDialect(probe);
  const [knowsOwnership, knowsAutoHost] = await Promise.all([
    dialect.knowsOwnership(probe),
    dialect.knowsAutoHost(probe),
  ]);
  return {
    connection,
    dialect,
    version,
    config,
    defaultAgentId: isJsonObject(health) && typeof health.defaultAgentId === "string" ? health.defaultAgentId : "main",
    // Both came with the same release; nothing else shows the merge rule.
    mergesArrays: methods.has("config.schema.lookup"),
    heartbeatKeys: dialect.heartbeatKeys,
    canSetChannelVisibility: true,
    knowsAutoHost,
    sessionsKeepFiles: hello.protocol < 4,
    defaultHeartbeatReachesAll: hello.protocol >= 4,
    listsUsableModels: methods.has("models.list") && methods.has("cron.scratch.get"),
    hasHeartbeatJobs: methods.has("cron.scratch.get"),
    listsWorkspaces: methods.has("agents.workspace.list"),
    guardsWrites: null,
    knowsOwnership,
  };
}

/**
 * Asks the gateway's schema which heartbeat keys it accepts, if one of these heartbeats has a key that not every gateway of the
 * dialect knows. One call at most.
 * @throws as `GatewayConnection.call`; not if the gateway has no schema
 */
export async function learnHeartbeatKeys(session: GatewaySession, heartbeats: JsonObject[], signal?: AbortSignal) {
  const { dialect, connection } = session;
  const isUncertain = ([key, value]: [string, JsonValue]) =>
    value !== null && !dialect.heartbeatKeys.has(key) && !isLostWithoutLoss(key, value);
  if (!heartbeats.some((heartbeat) => Object.entries(heartbeat).some(isUncertain))) return;
  const found = await lookUp(connection, dialect.heartbeatPath, signal);
  const children: unknown[] = Array.isArray(found?.children) ? found.children : [];
  const keys = children
    .filter(isJsonObject)
    .flatMap(({ key, type }) => (typeof key === "string" ? [[key, kindOf(key, type)] as const] : []));
  if (keys.length > 0) session.heartbeatKeys = new Map(keys);
}

/** The gateway's schema of a setting; null if it has none. */
async function lookUp(connection: GatewayConnection, path: string, signal?: AbortSignal): Promise<JsonObject | null> {
  try {
    const answer = await connection.call("config.schema.lookup", { path }, { signal });
    return isJsonObject(answer) ? answer : {};
  } catch (error) {
    if (error instanceof GatewayCallError) return null;
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
    hintsOf("gateway-too-old").upgrade,
  );
}
