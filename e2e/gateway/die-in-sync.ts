import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect } from "vitest";
import type { SyncOptions } from "../../src/shared/sync-options.ts";
import type { AppFixture } from "./app-fixture.ts";

/** Syncs in a process that is killed after a number of written files; 0: between the configuration and the first file. */
export async function dieInSync(station: AppFixture, options: Partial<SyncOptions>, writes: number): Promise<void> {
  station.pause();
  const script = join(import.meta.dirname, "sync-until-killed.ts");
  const request = JSON.stringify({ ...options, gatewayId: station.gatewayId });
  const child = spawn(process.execPath, [script, station.dataDir, request, `${writes}`], { stdio: "inherit" });
  const [exitCode, signal] = await once(child, "exit");
  await station.reopen();
  expect({ exitCode, signal }).toEqual({ exitCode: null, signal: "SIGKILL" });
}
