import type { JsonObject } from "../../shared/records.ts";
import type { SyncReport } from "../../shared/sync.ts";
import { updateAgent } from "../database/agents.ts";
import type { ProvisioningFixture } from "./test-fixture.ts";
import { open } from "./test-open-fixture.ts";

export const versions = ["2026.3.28", "2026.9.6"];
export const badHeartbeats: [JsonObject, string][] = [
  [{ every: "soon" }, "heartbeat.every"],
  [{ every: "10 minutes" }, "heartbeat.every"],
  [{ every: 30 }, "heartbeat.every"],
  [{ activeHours: "8..20" }, "heartbeat.activeHours"],
  [{ every: "1h", activeHours: { start: "8:00" } }, "heartbeat.activeHours.start"],
  [{ every: "1h", target: "" }, "heartbeat.target"],
];

export async function openEight(version: string) {
  const opened = await open({ agents: 8, boards: 2, gateway: { version, rateLimits: false } });
  return { ...opened, patches: () => opened.gateway.calls.get("config.patch") ?? 0 };
}

export function setHeartbeat({ app }: ProvisioningFixture, agentId: string, heartbeatConfig: JsonObject): void {
  updateAgent(app.database, agentId, { heartbeatConfig });
}

export function renameAll({ app, agentIds, mainId }: ProvisioningFixture): void {
  for (const [index, id] of [...agentIds, mainId].entries())
    updateAgent(app.database, id, { name: `Renamed ${index}` });
}

/** The entries of the gateway's roster, by agent key. */
export function rosterOf({ gateway }: ProvisioningFixture): Map<string, JsonObject> {
  const { list, entries } = gateway.config().agents as { list?: (JsonObject & { id: string })[]; entries?: JsonObject };
  return new Map([...(list ?? []).map((entry) => [entry.id, entry] as const), ...Object.entries(entries ?? {})] as [
    string,
    JsonObject,
  ][]);
}

export function outcomesOf(report: SyncReport): Map<string, string> {
  return new Map(report.agents.map(({ agentId, outcome }) => [agentId, outcome]));
}

export function idsWith(report: SyncReport, outcome: string): string[] {
  return [...outcomesOf(report)].flatMap(([id, own]) => (own === outcome ? [id] : [])).sort();
}

export type Gateway = ProvisioningFixture["gateway"];

export function refuseWhere(
  gateway: Gateway,
  match: (params: Record<string, unknown>) => boolean,
  message: string,
): void {
  gateway.inject({ kind: "error", method: "config.patch", code: "UNAVAILABLE", message, times: 1_000, match });
}

export const flattens =
  "Error: Config write would flatten $include-owned config at agents; edit that include file directly or remove the $include first.: code=CONFIG_INCLUDE_OWNERSHIP";

export function touches(part: string) {
  return ({ raw }: Record<string, unknown>) => part in (JSON.parse(String(raw)) as object);
}
