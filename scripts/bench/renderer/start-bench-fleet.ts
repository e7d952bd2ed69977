import { execFile, fork } from "node:child_process";
import { pbkdf2Sync, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { mintToken } from "../../../src/main/provisioning/tokens/hash-token.ts";
import { agentKey, workspacePath } from "../../../src/shared/identity.ts";
import { benchFleet } from "../bench-fleet.ts";
import { askChild, endChild } from "./ask-child.ts";
import type { Planting } from "./gateway-child.ts";

export type BenchFleet = {
  /** A data folder with the fleet's records. */
  dataDir: string;
  /** Puts every agent on the gateway with its valid token; before that, no agent's token can be read. */
  plant(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts a gateway in another process, and writes the records of its agents into a data folder. */
export async function startBenchFleet(options: {
  agents: number;
  latencyMs: number;
  folder: string;
}): Promise<BenchFleet> {
  const gateway = fork(fileURLToPath(new URL("gateway-child.ts", import.meta.url)), [String(options.latencyMs)]);
  // A real gateway has its own machine; here it gets a lower priority than the window and its host.
  setPriority(gateway.pid ?? 0, constants.priority.PRIORITY_BELOW_NORMAL);
  const where = await askChild<{ url: string; token: string; workspaceRoot: string }>(gateway);
  const { file } = benchFleet({ agents: options.agents, ...where });
  const token = mintToken();
  const agent_token_hash = quickHash(token);
  const agents = file.agents.map((agent) => ({ ...agent, agent_token_hash }));
  const dataDir = join(options.folder, "data");
  await importFleet(dataDir, join(options.folder, "fleet.json"), { ...file, agents });
  const planting: Planting = { token, agents: agents.map((agent) => placeOf(agent, where.workspaceRoot)) };
  return { dataDir, plant: () => askChild(gateway, planting), stop: () => endChild(gateway) };
}

/**
 * One iteration instead of two hundred thousand: verifying ten thousand tokens would take minutes and does not concern the
 * window.
 */
function quickHash(token: string): string {
  const salt = randomBytes(16);
  const digest = pbkdf2Sync(token, salt, 1, 32, "sha256");
  return ["pbkdf2_sha256", 1, salt.toString("base64url"), digest.toString("base64url")].join("$");
}

async function importFleet(dataDir: string, fleetFile: string, fleet: object): Promise<void> {
  writeFileSync(fleetFile, JSON.stringify(fleet));
  const cli = fileURLToPath(new URL("../../../src/main/cli.ts", import.meta.url));
  await promisify(execFile)(process.execPath, [cli, "--data-dir", dataDir, "import", fleetFile]);
}

type FileAgent = {
  id: string;
  name: string;
  board_id?: string | undefined;
  gateway_id: string;
  is_board_lead?: boolean;
  openclaw_session_id: string;
};

function placeOf(agent: FileAgent, workspaceRoot: string): Planting["agents"][number] {
  const { id, name, board_id: boardId = null, gateway_id: gatewayId, openclaw_session_id: openclawSessionId } = agent;
  const key = agentKey({ id, boardId, gatewayId, isBoardLead: agent.is_board_lead ?? false, openclawSessionId });
  return { key, name, workspace: workspacePath({ workspaceRoot }, key) };
}
