import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { SyncOptions } from "../../src/shared/sync.ts";

export type Scenario = {
  name: string;
  options: Partial<SyncOptions>;
  templateFolder: string | undefined;
  agents: number;
  dataDir: string;
  url: string;
  token: string;
  workspaceRoot: string;
};

export type Row = Record<string, string | number>;

/** Measures one sync in a fresh process, so that its memory and hashes are its own. @throws Error when the sync failed */
export async function measureInChild(scenario: Scenario): Promise<Row> {
  const child = fork(fileURLToPath(new URL("./scenario-child.ts", import.meta.url)), [JSON.stringify(scenario)]);
  const ended = once(child, "exit");
  const [outcome] = await Promise.race([once(child, "message"), ended]);
  if (typeof outcome !== "object" || outcome === null) throw new Error(`${scenario.name} failed: see above`);
  await ended;
  return outcome as Row;
}
