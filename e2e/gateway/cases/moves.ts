import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { type AppFixture, briskRetries, openAppFixture } from "../app-fixture.ts";
import { buildFleet } from "../build-fleet.ts";
import { dieInSync } from "../die-in-sync.ts";
import { expectAllRight, type GatewayFixture } from "../gateway-fixture.ts";
import { readConfig } from "../read-back.ts";

const memory = "I met Ada on Monday.\n";
const note = "Ada asked for a shorter summary.\n";

/** Agents whose record has another workspace; results are read from the gateway's disk. */
export function moveCases(fixture: () => GatewayFixture): void {
  it("take their own files along, or stay when something would be left behind", async () => {
    await withMovedFleet(fixture(), async ({ station, worker, setRoot, oldFolder, newFolder, placeOfWorker }) => {
      write(join(oldFolder, "memory/2026-11-27.md"), note);
      setRoot();

      const refused = await station.sync();

      expect(refused.status).toBe("failed");
      expect(refused.report.errors.find(({ agentId }) => agentId === worker)).toMatchObject({ code: "workspace-kept" });
      expect(await placeOfWorker()).toBe(oldFolder);
      expect(existsSync(newFolder)).toBe(false);

      const { status } = await station.sync({ moveWorkspaces: true });

      expect(status).toBe("succeeded");
      expect(await placeOfWorker()).toBe(newFolder);
      expect(read(join(newFolder, "MEMORY.md"))).toBe(memory);
      expect(read(join(oldFolder, "MEMORY.md"))).toBe(memory);
      expect(read(join(oldFolder, "memory/2026-11-27.md"))).toBe(note);
      await expectAllRight({ ...fixture(), station }, { except: ["MEMORY.md"] });
      expect((await station.sync()).report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });
    });
  });

  it("are completed by the next sync when Flight Deck died between their configuration and their files", async () => {
    await withMovedFleet(fixture(), async ({ station, setRoot, newFolder, placeOfWorker }) => {
      setRoot();

      await dieInSync(station, { moveWorkspaces: true }, 0);

      expect(await placeOfWorker()).toBe(newFolder);
      expect(existsSync(join(newFolder, "MEMORY.md"))).toBe(false);

      const { status, report } = await station.sync();

      expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
      expect(read(join(newFolder, "MEMORY.md"))).toBe(memory);
      await expectAllRight({ ...fixture(), station }, { except: ["MEMORY.md"] });
    });
  });

  it("keep a memory that was copied before them", async () => {
    await withMovedFleet(fixture(), async ({ station, worker, setRoot, newFolder }) => {
      write(join(newFolder, "MEMORY.md"), "copied and edited\n");
      setRoot();
      const { status, report } = await station.sync({ moveWorkspaces: true });
      expect(status).toBe("succeeded");
      const warnings = report.errors.filter(({ agentId, message }) => agentId === worker && /MEMORY/.test(message));
      expect(warnings).toMatchObject([{ severity: "warning", code: "workspace-left" }]);
      expect(read(join(newFolder, "MEMORY.md"))).toBe("copied and edited\n");
    });
  });
}

type MovedFleet = {
  station: AppFixture;
  /** The id of the agent that has its own memory. */
  worker: string;
  /** Changes the gateway's record to another workspace root next to the first. */
  setRoot(): void;
  oldFolder: string;
  newFolder: string;
  placeOfWorker(): Promise<string | undefined>;
};

async function withMovedFleet(fixture: GatewayFixture, work: (fleet: MovedFleet) => Promise<void>): Promise<void> {
  const { gateway } = fixture;
  const fleet = buildFleet({ gateway, boards: 1, agents: 2, withMain: false });
  const [row] = fleet.gateways;
  const station = await openAppFixture(fleet, { retryPolicy: briskRetries });
  const sync = station.sync;
  station.sync = (options, extras) => sync({ includeMain: false, ...options }, extras);
  try {
    expect((await station.sync({ rotateTokens: true })).status).toBe("succeeded");
    const worker = station.agents().find(({ agent }) => !agent.isBoardLead);
    if (!worker) throw new Error("the fleet has no worker");
    const folderIn = (root: string) => join(root, `workspace-${worker.key}`);
    const newRoot = join(dirname(gateway.workspaceRoot), "moved", fleet.gateways[0]?.id ?? "");
    const oldFolder = folderIn(gateway.workspaceRoot);
    write(join(oldFolder, "MEMORY.md"), memory);
    await work({
      station,
      worker: worker.agent.id,
      setRoot: () => station.import({ gateways: [{ ...row, workspace_root: newRoot }] }),
      oldFolder,
      newFolder: folderIn(newRoot),
      async placeOfWorker() {
        const { roster } = await fixture.raw(readConfig);
        return roster.get(worker.key)?.workspace as string | undefined;
      },
    });
  } finally {
    station.close();
  }
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function read(path: string): string {
  return readFileSync(path, "utf8");
}
