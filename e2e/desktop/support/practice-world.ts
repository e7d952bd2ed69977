import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { plantPracticeFleet, practiceFleet, practiceIds } from "../../../src/practice-gateway/practice-fleet.ts";
import { type PracticeGateway, startPracticeGateway } from "../../../src/practice-gateway/start-practice-gateway.ts";

const root = new URL("../../../", import.meta.url).pathname;

/** A data folder with a fleet in it, and the gateway of that fleet under the test's hand. */
export type PracticeWorld = { dataDir: string; gateway: PracticeGateway; gatewayId: string; close(): Promise<void> };

export async function createPracticeWorld(): Promise<PracticeWorld> {
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-desktop-"));
  const dataDir = join(folder, "data");
  const gateway = await startPracticeGateway();
  plantPracticeFleet(gateway);
  const fleetFile = join(folder, "fleet.json");
  writeFileSync(fleetFile, JSON.stringify(practiceFleet({ gatewayUrl: gateway.url, token: gateway.token })));
  await promisify(execFile)("node", ["src/main/cli.ts", "--data-dir", dataDir, "import", fleetFile], { cwd: root });
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

/** Makes syncs take long: every file is written slowly. */
export function makeSyncsSlow(gateway: PracticeGateway): void {
  gateway.inject({ kind: "slow", method: "agents.files.set", delayMs: 800, times: Number.POSITIVE_INFINITY });
}
