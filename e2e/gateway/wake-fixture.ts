import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RealGateway, startRealGateway } from "../../scripts/real-gateway/start-real-gateway.ts";
import type { ScopedAgent } from "../../src/main/provisioning/model/scoped-agent.ts";
import { type AppFixture, briskRetries, openAppFixture } from "./app-fixture.ts";
import { buildFleet } from "./build-fleet.ts";
import { type StubMissionControl, startStubMissionControl } from "./stub-mission-control.ts";
import { type StubModel, startStubModel } from "./stub-model.ts";

/** A real gateway whose agents have a model and a Mission Control for check-ins, and a Flight Deck with a small fleet. */
export type WakeFixture = {
  gateway: RealGateway;
  station: AppFixture;
  model: StubModel;
  missionControl: StubMissionControl;
  /** The token in the agent's file on the gateway's disk. */
  tokenOnDisk(scoped: ScopedAgent): string;
  /** Adds a line at the end of every agent's AGENTS template. */
  addToTemplates(line: string): void;
  close(): Promise<void>;
};

/** Mission Control's default, but every minute. */
const heartbeat = { every: "1m", target: "last", includeReasoning: false };

const builtInTemplates = join(import.meta.dirname, "../../templates");

export async function openWakeFixture(version: string): Promise<WakeFixture> {
  const [model, missionControl] = await Promise.all([startStubModel(), startStubMissionControl()]);
  const templateFolder = mkdtempSync(join(tmpdir(), "flight-deck-templates-"));
  cpSync(builtInTemplates, templateFolder, { recursive: true });
  const gateway = await startRealGateway({ version, settings: model.settings });
  const fleet = buildFleet({ gateway, boards: 1, agents: 4, heartbeat });
  const station = await openAppFixture(fleet, {
    retryPolicy: briskRetries,
    baseUrl: missionControl.url,
    templateFolder,
  });
  return {
    gateway,
    station,
    model,
    missionControl,
    tokenOnDisk,
    addToTemplates(line) {
      for (const role of ["BOARD", "LEAD", "MAIN"]) {
        const path = join(templateFolder, `${role}_AGENTS.md.j2`);
        writeFileSync(path, `${readFileSync(path, "utf8")}\n${line}\n`);
      }
    },
    async close() {
      station.close();
      await gateway.stop();
      model.stop();
      missionControl.stop();
      rmSync(templateFolder, { recursive: true, force: true });
    },
  };
}

function tokenOnDisk({ workspace, agent }: ScopedAgent): string {
  for (const name of ["TOOLS.md", "AGENTS.md"]) {
    const token = /^AUTH_TOKEN=([\w-]{43})$/m.exec(readIfThere(join(workspace, name)))?.[1];
    if (token) return token;
  }
  throw new Error(`no token is on the gateway's disk for ${agent.name}`);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
