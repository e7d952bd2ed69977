import type { HelloOk } from "@openclaw/gateway-protocol/frame-guards";
import type { DialectName } from "../../shared/dialect-names.ts";
import { type ErrorCode, FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import type { HeartbeatHealth } from "../../shared/heartbeats.ts";
import type { GatewayLimits } from "../../shared/injection-limits.ts";
import { isJsonObject } from "../../shared/is-json-object.ts";
import type { WorkObstacle } from "../../shared/obstacles.ts";
import type { RosterMember } from "../../shared/orphans.ts";
import { awake, awakeTimeout } from "../awake/awake.ts";
import { checkAgents, checkHeartbeats } from "./check-agents.ts";
import { type NetworkFacts, parseAddress, reach, shakeTls } from "./check-network.ts";
import { type CheckStage, type CheckStageName, checkStages, StageFailure } from "./check-stage.ts";
import { GatewayConnection } from "./connection.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import { GatewayCallError } from "./failure.ts";
import { listOwnAgents } from "./list-own-agents.ts";
import { type GatewayTarget, openLink } from "./open-link.ts";
import { gatewayLimits } from "./read-injection-limits.ts";
import { callRefusal, offeredCertificateOf, pairingRequestOf, refusal } from "./refusal.ts";
import { tokenNeeded } from "./require-address.ts";
import { defaultRetryPolicy } from "./retry-clock.ts";
import { type GatewaySession, openSession } from "./session.ts";

export { type CheckStage, type CheckStageName, checkStages } from "./check-stage.ts";

export type GatewayCheck = NetworkFacts & {
  ok: boolean;
  failedStage: CheckStageName | null;
  gatewayVersion: string | null;
  dialect: DialectName | null;
  protocol: number | null;
  /** The median answer to `health`. */
  latencyMs: number | null;
  /** The settings that keep the gateway's agents from working; null if the check did not get that far. */
  obstacles: WorkObstacle[] | null;
  /**
   * The state of the heartbeats of the agents in the gateway's roster, by agent key; null if the check did not get that far.
   */
  heartbeats: Record<string, HeartbeatHealth> | null;
  /** How much of agents' files it shows them; null if the check did not get that far. */
  limits: GatewayLimits | null;
  /** The agents in the roster under ids of ours; null if the check did not get that far. */
  ownAgents: RosterMember[] | null;
  /** The stages that were reached. */
  stages: CheckStage[];
  /** The kind of failure, if any, the request to approve if pairing is required, and a certificate that has changed. */
  failure: { code: ErrorCode; pairingRequestId: string | null; offeredCertificate: string | null } | null;
};

export type CheckGatewayOptions = {
  connection: ConnectionOptions;
  /** How long each stage may take; 10 s. */
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
  /** Called for every stage as it ends. */
  onStage?: (stage: CheckStage) => void;
};

/**
 * Connects to a gateway once, stage by stage, on connections of its own, and reports which stage failed and what to do.
 * @throws only the reason of `signal`, when that aborts
 */
export async function checkGateway(options: CheckGatewayOptions): Promise<GatewayCheck> {
  const { timeoutMs = 10_000, signal = new AbortController().signal, onStage = () => {} } = options;
  const check: GatewayCheck = {
    ok: false,
    failedStage: null,
    gatewayVersion: null,
    dialect: null,
    protocol: null,
    certificateSha256: null,
    proxy: null,
    vouchedBy: null,
    latencyMs: null,
    obstacles: null,
    heartbeats: null,
    limits: null,
    ownAgents: null,
    stages: [],
    failure: null,
  };
  const end = (stage: CheckStage) => {
    check.stages.push(stage);
    onStage(stage);
  };
  const connection = new GatewayConnection({
    ...options.connection,
    retryPolicy: { ...defaultRetryPolicy, giveUpAfterMs: 0 },
    connectTimeoutMs: timeoutMs,
  });
  try {
    await runStages({ options: options.connection, connection, check, end, timeoutMs, signal });
    return { ...check, ok: true };
  } catch (error) {
    signal.throwIfAborted();
    const failure = error instanceof StageFailure ? error : unexpected(check, error, timeoutMs);
    const { stage, message, hint } = failure;
    end({ stage, ok: false, detail: message, hint });
    const code = failure.cause instanceof FlightDeckError ? failure.cause.code : codesOfStages[stage];
    return {
      ...check,
      failedStage: stage,
      failure: {
        code,
        pairingRequestId: pairingRequestOf(failure.cause),
        offeredCertificate: offeredCertificateOf(failure.cause),
      },
    };
  } finally {
    connection.close();
  }
}

/** The error code of a failed stage when nothing more specific is known. */
const codesOfStages: Record<CheckStageName, ErrorCode> = {
  address: "gateway-unreachable",
  tls: "gateway-tls",
  handshake: "gateway-refused",
  auth: "gateway-auth",
  scopes: "gateway-auth",
  version: "gateway-refused",
  latency: "gateway-unreachable",
  agents: "gateway-call-failed",
  heartbeats: "gateway-call-failed",
};

type Trial = {
  options: ConnectionOptions;
  connection: GatewayConnection;
  check: GatewayCheck;
  end: (stage: CheckStage) => void;
  timeoutMs: number;
  signal: AbortSignal;
};

async function runStages(trial: Trial): Promise<void> {
  const { target } = trial.options;
  const network = {
    target,
    certificatePin: trial.options.certificatePin,
    network: trial.options.network,
    timeoutMs: trial.timeoutMs,
    signal: trial.signal,
    onFound: (facts: Partial<NetworkFacts>) => void Object.assign(trial.check, facts),
  };
  const passed = (stage: CheckStageName, detail: string, hint: string | null = null) =>
    trial.end({ stage, ok: true, detail, hint });
  const url = parseAddress(target);
  const { enter } = hintsOf("gateway-token-needed");
  if (target.awaitsToken) {
    throw new StageFailure(
      "address",
      tokenNeeded,
      enter,
      new FlightDeckError("gateway-token-needed", tokenNeeded, enter),
    );
  }
  passed("address", await reach(url, network));
  passed("tls", url.protocol === "wss:" ? await shakeTls(url, network) : "not used (ws://)");
  const hello = await shakeHands(trial, (detail) => passed("handshake", detail));
  passed("auth", authDetail(target, hello));
  passed("scopes", scopesDetail(hello));
  const { session, detail } = await probe(trial);
  passed("version", detail);
  passed("latency", await measure(trial));
  await warnAt("agents", trial, async (limit) => {
    const { stage, obstacles } = await checkAgents(session, limit);
    trial.check.obstacles = obstacles;
    return stage;
  });
  await warnAt("heartbeats", trial, async (limit) => {
    const { stage, heartbeats } = await checkHeartbeats(session, limit);
    trial.check.heartbeats = heartbeats;
    return stage;
  });
}

/** A stage whose failure is only a warning: provisioning does not need what it looks at. */
async function warnAt(
  stage: CheckStageName,
  { end, timeoutMs, signal }: Trial,
  look: (limit: AbortSignal) => Promise<CheckStage>,
): Promise<void> {
  try {
    end(await look(AbortSignal.any([signal, awakeTimeout(timeoutMs)])));
  } catch (error) {
    signal.throwIfAborted();
    end({ stage, ok: true, warns: true, detail: `could not be read: ${textOf(error, timeoutMs)}`, hint: null });
  }
}

/** How far a connection came that the gateway itself refused. */
const stagesOfRefusals: { [code in ErrorCode]?: CheckStageName } = {
  "gateway-auth": "auth",
  "gateway-pairing": "auth",
  "gateway-device": "auth",
  "gateway-locked-out": "auth",
  "scope-missing": "auth",
};

async function shakeHands(trial: Trial, onAnswer: (detail: string) => void): Promise<HelloOk> {
  const { options, check, timeoutMs, signal } = trial;
  try {
    const link = await openLink({ ...options, connectTimeoutMs: timeoutMs, signal });
    link.close();
    check.protocol = link.hello.protocol;
    check.gatewayVersion = link.hello.server?.version ?? null;
    onAnswer(`protocol ${link.hello.protocol}`);
    return link.hello;
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error;
    const { failure } = error;
    const refused = refusal(options.target, failure);
    const { code, message, hint } = refused;
    const stage = stagesOfRefusals[code];
    if (stage) {
      onAnswer("it answers as a gateway");
      throw new StageFailure(stage, message, hint, refused);
    }
    if (failure.kind === "permanent") throw new StageFailure("handshake", message, hint, refused);
    throw new StageFailure("handshake", failure.message, hintsOf("gateway-refused").starting);
  }
}

function authDetail({ token, disableDevicePairing }: GatewayTarget, hello: HelloOk): string {
  const auth: unknown = hello.auth;
  const issued = isJsonObject(auth) && typeof auth.deviceToken === "string";
  const device = disableDevicePairing && !issued ? "without a device identity" : "this device is known";
  return `${token ? "token or password accepted" : "let in without a token"}, ${device}${issued ? " by a device token" : ""}`;
}

const neededScopes = ["operator.read", "operator.write", "operator.admin"];

function scopesDetail(hello: HelloOk): string {
  const auth: unknown = hello.auth;
  const scopes = isJsonObject(auth) && Array.isArray(auth.scopes) ? auth.scopes.map(String) : null;
  // Old gateways do not list scopes (docs/gateways.md, Client).
  if (scopes === null) return "the gateway does not list them";
  const missing = neededScopes.filter((scope) => !scopes?.includes(scope));
  if (missing.length === 0) return neededScopes.join(", ");
  const detail = `missing: ${missing.join(", ")}`;
  const hint = hintsOf("scope-missing").approve(missing.join(", "));
  throw new StageFailure("scopes", detail, hint, new FlightDeckError("scope-missing", detail, hint));
}

async function probe({
  connection,
  check,
  timeoutMs,
  signal,
}: Trial): Promise<{ session: GatewaySession; detail: string }> {
  try {
    const session = await openSession(connection, AbortSignal.any([signal, awakeTimeout(timeoutMs)]));
    check.gatewayVersion = session.version;
    check.dialect = session.dialect.name;
    check.ownAgents = listOwnAgents(session);
    check.limits = gatewayLimits({ ...session, config: session.config.config });
    const detail = `OpenClaw ${session.version ?? "of unknown version"}, ${session.dialect.name} dialect`;
    return { session, detail };
  } catch (error) {
    const hint = error instanceof FlightDeckError ? error.hint : hintsOf("gateway-refused").seeLog;
    if (error instanceof GatewayCallError && error.failure.missingScope) {
      const refused = callRefusal(`The gateway refused ${error.method}`, error, hint);
      throw new StageFailure("scopes", `missing: ${error.failure.missingScope}`, refused.hint, refused);
    }
    throw new StageFailure("version", textOf(error, timeoutMs), hint, error);
  }
}

const pings = 5;

async function measure({ connection, check, timeoutMs, signal }: Trial): Promise<string> {
  const timesMs: number[] = [];
  const limit = AbortSignal.any([signal, awakeTimeout(timeoutMs)]);
  for (let ping = 0; ping < pings; ping += 1) {
    const startedAtMs = awake.nowMs();
    await connection.call("health", {}, { signal: limit });
    timesMs.push(awake.nowMs() - startedAtMs);
  }
  const sorted = timesMs.toSorted((one, other) => one - other);
  const medianMs = Math.round((sorted[Math.floor(pings / 2)] ?? 0) * 10) / 10;
  check.latencyMs = medianMs;
  return `${medianMs} ms (median of ${pings} calls, slowest ${Math.round(sorted.at(-1) ?? 0)} ms)`;
}

/** A failure that the stage has no text for. */
function unexpected(check: GatewayCheck, error: unknown, timeoutMs: number): StageFailure {
  const stage = checkStages[check.stages.length] ?? "latency";
  const hint = error instanceof FlightDeckError ? error.hint : hintsOf("gateway-refused").seeLog;
  return new StageFailure(stage, textOf(error, timeoutMs), hint, error);
}

function textOf(error: unknown, timeoutMs: number): string {
  const isTimeout = error instanceof Error && error.name === "TimeoutError";
  return isTimeout ? `no answer within ${Math.round(timeoutMs / 1000)} s` : messageOf(error);
}
