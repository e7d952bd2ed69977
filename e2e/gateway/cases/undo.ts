import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { replacedOptions, undoOptions } from "../../../src/main/operations/plan-restores.ts";
import { applySavedPlan } from "../../../src/main/provisioning/apply-saved-plan.ts";
import { syncTemplates } from "../../../src/main/provisioning/sync-gateway.ts";
import { defaultTemplateFolder } from "../../../src/main/templates/template-set.ts";
import type { SyncOptions } from "../../../src/shared/sync-options.ts";
import { type AppFixture, briskRetries, openAppFixture } from "../app-fixture.ts";
import { buildFleet } from "../build-fleet.ts";
import { type GatewayFixture, heartbeatOf } from "../gateway-fixture.ts";
import { editFile, readFile, readFiles } from "../read-back.ts";

const agentCount = 20;

/** Earlier versions of files, brought back on the gateway. */
export function undoCases(fixture: () => GatewayFixture): void {
  it(`are those from before a change of a template over ${agentCount} agents, and one hand edit`, () =>
    withOwnTemplates(fixture(), async ({ station, folder }) => {
      const { raw } = fixture();
      const { database } = station.app;
      const heartbeat = heartbeatOf(fixture());
      const everyFile = () => readEveryFile(fixture(), station);
      const before = await everyFile();
      const souls = readdirSync(folder).filter((name) => name.includes("SOUL"));
      for (const name of souls) appendFileSync(join(folder, name), "\nBe someone else.\n");
      const changed = await station.sync();
      expect(changed.report).toMatchObject({ errors: [], stats: { fileWrites: agentCount } });
      const after = await everyFile();
      expect(Object.keys(after).filter((key) => after[key]?.["SOUL.md"] === before[key]?.["SOUL.md"])).toEqual([]);

      const undone = await bringBack(station, undoOptions(database, changed.report.runId));

      expect(undone.plan.summary).toMatchObject({ change: agentCount, conflict: 0, configWrites: 0 });
      expect(undone.report).toMatchObject({ errors: [], stats: { fileWrites: agentCount, configWrites: 0 } });
      expect(await everyFile()).toEqual(before);
      const next = await station.sync();
      expect(next.report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });

      const { key, agent } = station.agents().at(-1) ?? {};
      if (!key || !agent) throw new Error("the fleet has no agent");
      const note = "Written by hand.\n";
      await raw((client) => editFile(client, key, heartbeat, () => note));
      const replaced = await station.sync({ agentIds: [agent.id] });
      expect(await raw((client) => readFile(client, key, heartbeat))).not.toBe(note);
      const file = { agentId: agent.id, fileName: heartbeat };
      const restored = await bringBack(station, replacedOptions(database, replaced.report.runId, file));
      expect(restored.report).toMatchObject({ errors: [], stats: { fileWrites: 1 } });
      expect(await raw((client) => readFile(client, key, heartbeat))).toBe(note);
      expect((await station.sync()).report.stats.fileWrites).toBe(0);
    }));
}

/** Plans what these options bring back, and applies all of it. */
async function bringBack({ app }: AppFixture, options: SyncOptions) {
  const { plan } = await syncTemplates(app, { options, startedBy: "e2e" });
  if (!plan) throw new Error("the dry run made no plan");
  const { report } = await applySavedPlan(app, { plan, startedBy: "e2e" });
  return { plan, report };
}

type FileTexts = { [key: string]: { [name: string]: string | null } };

function readEveryFile(fixture: GatewayFixture, station: AppFixture): Promise<FileTexts> {
  const names = ["AGENTS.md", "SOUL.md", "IDENTITY.md", "USER.md", heartbeatOf(fixture)];
  return fixture.raw(async (client) => {
    const files = station.agents().map(async ({ key }) => [key, await readFiles(client, key, names)] as const);
    return Object.fromEntries(await Promise.all(files));
  });
}

type OwnFleet = { station: AppFixture; folder: string };

/** A fleet of its own on the gateway, synced with a copy of the built-in templates. */
async function withOwnTemplates({ gateway }: GatewayFixture, work: (fleet: OwnFleet) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-e2e-templates-"));
  cpSync(defaultTemplateFolder(), folder, { recursive: true });
  const fleet = buildFleet({ gateway, boards: 2, agents: agentCount, withMain: false });
  const station = await openAppFixture(fleet, { retryPolicy: briskRetries, templateFolder: folder });
  const sync = station.sync;
  station.sync = (options, extras) => sync({ includeMain: false, ...options }, extras);
  try {
    expect((await station.sync({ rotateTokens: true })).report).toMatchObject({
      errors: [],
      agentsUpdated: agentCount,
    });
    await work({ station, folder });
  } finally {
    station.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
