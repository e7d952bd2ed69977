import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAgentTokenStates } from "../../src/main/database/agent-token-state.ts";
import { openDatabase } from "../../src/main/database/open-database.ts";
import { type App, openApp } from "../../src/main/open-app.ts";
import { setMirror } from "../../src/main/operations/change-mirror.ts";
import { syncTemplates } from "../../src/main/provisioning/sync-gateway.ts";
import { readTokenFromAgents, readTokenFromTools } from "../../src/main/provisioning/tokens/read-token.ts";
import { type PracticeGateway, startPracticeGateway } from "../../src/practice-gateway/start-practice-gateway.ts";
import { agentKey } from "../../src/shared/identity.ts";
import type { SyncReport } from "../../src/shared/sync.ts";
import { type SyncOptions, syncOptionsSchema } from "../../src/shared/sync-options.ts";
import type { MissionControl } from "./mission-control.ts";
import { verifyHashes } from "./verify-hashes.ts";

/** A fleet in Mission Control's database, its practice gateway, and an installation that has pulled it. */
export type Fleet = {
  gateway: PracticeGateway;
  gatewayId: string;
  agentIds: string[];
  dataDir: string;
  app: App;
  sync(options?: Partial<SyncOptions>): Promise<{ status: string; report: SyncReport }>;
  /** Another installation with the same source, which has pulled too. */
  openSecond(): Promise<App>;
  /** A sync in a process of its own. `killAfterMs` counts from when it begins to read the agents. */
  syncInChild(options: Partial<SyncOptions>, killAfterMs?: number): Promise<number | null>;
  /** The token in an agent's files; null if it has none. */
  tokenOf(agentId: string): string | null;
  /** The agents whose token in their file neither Mission Control nor a pending hash accepts. */
  findLockedOut(options?: { countPending: boolean }): Promise<string[]>;
  close(): Promise<void>;
};

const retryPolicy = { baseMs: 10, maxMs: 100, jitter: 0.2, giveUpAfterMs: 20_000 };

export async function openFleet(
  control: MissionControl,
  { agents, version }: { agents: number; version?: string },
): Promise<Fleet> {
  await control.query("TRUNCATE organizations, users, activity_events CASCADE");
  const gateway = await startPracticeGateway({ restartMs: 60, ...(version ? { version } : {}) });
  const organization_id = await control.add("organizations");
  const user_id = await control.add("users", { name: "Olga Owner", email: "olga@example.com" });
  await control.add("organization_members", { organization_id, user_id, role: "owner" });
  const gatewayId = await control.add("gateways", {
    organization_id,
    name: "North",
    url: gateway.url,
    token: gateway.token,
  });
  const board_id = await control.add("boards", { organization_id, gateway_id: gatewayId, name: "Sales" });
  const agentIds: string[] = [];
  const rows = new Map<string, string>();
  const addAgent = async (row: Record<string, unknown>, keyOf: (id: string) => string) => {
    const id = await control.add("agents", { gateway_id: gatewayId, ...row });
    await control.query("UPDATE agents SET openclaw_session_id = $1 WHERE id = $2", [keyOf(id), id]);
    rows.set(id, keyOf(id));
    agentIds.push(id);
  };
  await addAgent({ name: "Main" }, () => `agent:mc-gateway-${gatewayId}:main`);
  for (let index = 0; index < agents; index += 1) {
    const is_board_lead = index === 0;
    const keyOf = (id: string) => (is_board_lead ? `agent:lead-${board_id}:main` : `agent:mc-${id}:main`);
    await addAgent({ board_id, name: `Agent ${index}`, is_board_lead }, keyOf);
  }
  const folders: string[] = [];
  const openInstallation = async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-mirror-"));
    folders.push(dataDir);
    const opened = await openApp({ dataDir, env: {}, baseUrl: "http://127.0.0.1:8000", retryPolicy });
    await setMirror(opened, { url: control.url, tls: null, caPem: null });
    await opened.mirror.pull();
    return opened;
  };
  const app = await openInstallation();
  const dataDir = app.dataDir;
  const optionsOf = (over: Partial<SyncOptions>) => syncOptionsSchema.parse({ gatewayId, ...over });
  const tokenOf = (agentId: string) => {
    const key = agentKey({ openclawSessionId: rows.get(agentId) ?? null } as Parameters<typeof agentKey>[0]);
    try {
      const tools = gateway.readFile(key, "TOOLS.md");
      return tools ? readTokenFromTools(tools) : readTokenFromAgents(gateway.readFile(key, "AGENTS.md") ?? null);
    } catch {
      // Not on the gateway yet.
      return null;
    }
  };
  return {
    gateway,
    gatewayId,
    agentIds,
    dataDir,
    app,
    sync: (over = {}) => syncTemplates(app, { options: optionsOf(over), startedBy: "test" }),
    openSecond: openInstallation,
    async syncInChild(over, killAfterMs) {
      const args = [dataDir, JSON.stringify(optionsOf(over))];
      const child = fork(join(import.meta.dirname, "sync-child.ts"), args, {
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      });
      const exited = once(child, "exit");
      if (killAfterMs !== undefined) {
        await Promise.race([once(child, "message"), exited]);
        await new Promise((resolve) => setTimeout(resolve, killAfterMs));
        child.kill("SIGKILL");
      }
      const [code] = (await exited) as [number | null];
      return code;
    },
    tokenOf,
    async findLockedOut({ countPending } = { countPending: true }) {
      const hashes = await control.query("SELECT id::text, agent_token_hash AS hash FROM agents");
      const hashOf = new Map(hashes.map((row) => [String(row.id), row.hash as string | null]));
      const database = openDatabase({ dataDir });
      const states = readAgentTokenStates(database, agentIds);
      database.close();
      const withToken = agentIds.filter((id) => tokenOf(id) !== null);
      const known = verifyHashes(withToken.map((id) => [tokenOf(id), hashOf.get(id) ?? null]));
      const pending = verifyHashes(withToken.map((id) => [tokenOf(id), states.get(id)?.pendingHash ?? null]));
      return withToken.filter((_, index) => !known[index] && !(countPending && pending[index]));
    },
    async close() {
      app.close();
      await gateway.close();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}
