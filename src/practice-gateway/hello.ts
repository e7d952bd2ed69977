import type { Admission } from "./handshake.ts";
import type { MethodTable } from "./method.ts";
import type { GatewayState } from "./state.ts";

const events = [
  "connect.challenge",
  "presence",
  "tick",
  "shutdown",
  "health",
  "cron",
  "device.pair.requested",
  "device.pair.resolved",
];

export const tickIntervalMs = 30_000;

/** What a gateway says about itself when it accepts a connection. */
export type Greeter = { state: GatewayState; methods: MethodTable; bootId: string; uptimeMs(): number };

/** The hello-ok of an accepted connection. */
export function helloOk(gateway: Greeter, connId: string, admission: Admission): object {
  const { state, bootId, methods } = gateway;
  const { profile } = state;
  const isCurrent = profile.dialect === "current";
  const { defaultId } = state.config.roster;
  const sessionDefaults = { defaultAgentId: defaultId, mainKey: "main", mainSessionKey: `agent:${defaultId}:main` };
  const server = { version: profile.reportedVersion, ...(profile.hasBootId ? { bootId } : {}), connId };
  const { auth } = admission;
  return {
    type: "hello-ok",
    protocol: profile.protocol,
    server,
    features: { methods: Object.keys(methods), events, ...(isCurrent ? { capabilities: [] } : {}) },
    snapshot: {
      presence: [],
      // A gateway that just started has not checked its health yet, so clients cannot expect more.
      health: {},
      stateVersion: { presence: 1, health: 1 },
      uptimeMs: gateway.uptimeMs(),
      configPath: state.config.path,
      stateDir: state.homeDir,
      sessionDefaults: { ...sessionDefaults, scope: "per-sender" },
      authMode: "token",
      ...(isCurrent ? { appliedConfigHash: state.config.hash } : {}),
    },
    ...(auth || isCurrent ? { auth: auth ?? { method: "token", role: "operator", scopes: admission.scopes } } : {}),
    policy: { maxPayload: profile.maxPayloadBytes, maxBufferedBytes: 2 * profile.maxPayloadBytes, tickIntervalMs },
  };
}
