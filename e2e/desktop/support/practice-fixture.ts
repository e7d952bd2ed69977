import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { plantPracticeFleet, practiceFleet, practiceIds } from "../../../src/practice-gateway/practice-fleet.ts";
import { type PracticeGateway, startPracticeGateway } from "../../../src/practice-gateway/start-practice-gateway.ts";

const root = join(import.meta.dirname, "../../..");

/** A data folder with a fleet, and the fleet's gateway, which the test controls. */
export type PracticeFixture = { dataDir: string; gateway: PracticeGateway; gatewayId: string; close(): Promise<void> };

/** The token of every practice gateway. */
const token = "practice-token";

/** Makes the data folder of a fixture without its gateway's address, once, as a source for copies. */
export async function importPracticeFleet(folder: string): Promise<string> {
  const dataDir = join(folder, "data");
  const fleetFile = join(folder, "fleet.json");
  writeFileSync(fleetFile, JSON.stringify(practiceFleet({ gatewayUrl: "ws://127.0.0.1:9", token })));
  await promisify(execFile)(process.execPath, ["src/main/cli.ts", "--data-dir", dataDir, "import", fleetFile], {
    cwd: root,
  });
  return dataDir;
}

/** @param imported a data folder of `importPracticeFleet` */
export async function createPracticeFixture(imported: string): Promise<PracticeFixture> {
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-desktop-"));
  const dataDir = join(folder, "data");
  cpSync(imported, dataDir, { recursive: true });
  const gateway = await startPracticeGateway({ token });
  plantPracticeFleet(gateway);
  const database = new DatabaseSync(join(dataDir, "flight-deck.db"));
  // With the token, which is bound to the address at which it is stored.
  database.prepare("UPDATE gateways SET url = ?, token = token").run(gateway.url);
  database.close();
  return {
    dataDir,
    gateway,
    gatewayId: practiceIds.gatewayId,
    async close() {
      await gateway.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes syncs slow: every file write is delayed. */
export function makeSyncsSlow(gateway: PracticeGateway): void {
  gateway.inject({ kind: "slow", method: "agents.files.set", delayMs: 800, times: Number.POSITIVE_INFINITY });
}
