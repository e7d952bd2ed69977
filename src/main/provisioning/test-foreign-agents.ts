import type { PracticeGateway } from "../../practice-gateway/start-practice-gateway.ts";
import type { JsonObject } from "../../shared/records.ts";
import { importFleet } from "../database/import-fleet.ts";
import type { ProvisioningFixture } from "./test-fixture.ts";
import { uuid } from "./test-fixture.ts";

export type HandMade = { id: string; settings?: JsonObject; files?: Record<string, string> };

/** Adds agents to the gateway as its owner would, with files of their own. */
export function makeByHand(gateway: PracticeGateway, made: HandMade[]): void {
  const config = gateway.config();
  const agents = config.agents as JsonObject;
  const isClassic = !gateway.version.startsWith("2026.9");
  const settings = made.map(({ id, settings = {} }) => [id, settings] as const);
  const before = (agents.list ?? []) as JsonObject[];
  const others = before.length > 0 || settings.some(([id]) => id === "main") ? before : [{ id: "main", default: true }];
  const list = [...others, ...settings.map(([id, entry]) => ({ id, ...entry }))];
  const entries = { main: {}, ...((agents.entries ?? {}) as JsonObject), ...Object.fromEntries(settings) };
  const roster = isClassic ? { list } : { ownership: "explicit", entries };
  gateway.setConfig({ ...config, agents: { ...agents, ...roster } });
  for (const { id, files = {} } of made) {
    for (const [name, content] of Object.entries(files)) gateway.writeFile(id, name, content);
  }
}

/** The roster entry of an agent; undefined if there is none. */
export function entryOf(gateway: PracticeGateway, id: string): JsonObject | undefined {
  const { list, entries } = gateway.config().agents as { list?: JsonObject[]; entries?: Record<string, JsonObject> };
  return list?.find((entry) => entry.id === id) ?? entries?.[id];
}

export type NewRecord = { name: string; sessionKey?: string; madeAt?: string; isMain?: boolean };

/** Adds records to the fixture's first board, and returns their ids. */
export function addRecords({ app, gatewayId, boardIds }: ProvisioningFixture, records: NewRecord[]): string[] {
  const [board_id] = boardIds;
  const rows = records.map(({ name, sessionKey, madeAt, isMain }, index) => ({
    id: uuid(9, index),
    board_id: isMain ? null : board_id,
    gateway_id: gatewayId,
    name,
    created_at: madeAt ?? `2026-02-01T00:00:00.${String(index).padStart(6, "0")}Z`,
    ...(sessionKey === undefined ? {} : { openclaw_session_id: sessionKey }),
  }));
  importFleet(app.database, app.vault, { agents: rows });
  return rows.map(({ id }) => id);
}
