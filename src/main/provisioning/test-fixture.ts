import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type PracticeGateway,
  type PracticeGatewayOptions,
  startPracticeGateway,
} from "../../practice-gateway/start-practice-gateway.ts";
import { agentKey } from "../../shared/identity.ts";
import type { RunEvent } from "../../shared/sync.ts";
import type { SyncOptions } from "../../shared/sync-options.ts";
import { syncOptionsSchema } from "../../shared/sync-options.ts";
import { readAgent } from "../database/agents.ts";
import { importFleet } from "../database/import-fleet.ts";
import type { RetryPolicy } from "../gateway/retry-clock.ts";
import { type App, openApp } from "../open-app.ts";
import type { RunSyncResult } from "./model/run-request.ts";
import { syncTemplates } from "./sync-gateway.ts";
import { readTokenFromAgents, readTokenFromTools } from "./tokens/read-token.ts";

/** A practice gateway with a fleet and the app: the start of tests of whole operations. */
export type ProvisioningFixture = {
  app: App;
  gateway: PracticeGateway;
  gatewayId: string;
  boardIds: string[];
  /** Agent ids: leads first, one per board, then workers, then the main agent. */
  agentIds: string[];
  mainId: string;
  /** The agent's key on the gateway. */
  keyOf(agentId: string): string;
  /** The token in an agent's files. */
  tokenOf(agentId: string): string | null;
  sync(
    options?: Partial<SyncOptions>,
    watch?: { signal?: AbortSignal; onEvent?: (event: RunEvent) => void },
  ): Promise<RunSyncResult>;
  close(): Promise<void>;
};

export type ProvisioningFixtureOptions = {
  gateway?: PracticeGatewayOptions;
  boards?: number;
  /** Board agents, leads included. */
  agents?: number;
  retryPolicy?: RetryPolicy;
  /** By default our own templates. */
  templateFolder?: string;
  gatewayChange?: Record<string, unknown>;
};

const quickRetry: RetryPolicy = { baseMs: 10, maxMs: 100, jitter: 0.2, giveUpAfterMs: 20_000 };

export async function openProvisioningFixture(options: ProvisioningFixtureOptions = {}): Promise<ProvisioningFixture> {
  const { boards = 2, agents = 6, retryPolicy = quickRetry, templateFolder } = options;
  const gateway = await startPracticeGateway({ restartMs: 60, ...options.gateway });
  const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-test-"));
  const app = await openApp({ dataDir, env: {}, baseUrl: "http://127.0.0.1:8000", retryPolicy, templateFolder });
  const fleet = fleetOf({
    boards,
    agents,
    url: gateway.url,
    token: gateway.token,
    change: options.gatewayChange ?? {},
  });
  importFleet(app.database, app.vault, fleet.file);
  const sync: ProvisioningFixture["sync"] = (over, watch) =>
    syncTemplates(app, {
      options: syncOptionsSchema.parse({ gatewayId: fleet.ids.gatewayId, ...over }),
      startedBy: "test",
      ...watch,
    });
  const keyOf = (agentId: string) => agentKey(readAgent(app.database, agentId));
  return {
    app,
    gateway,
    ...fleet.ids,
    keyOf,
    tokenOf(agentId) {
      const key = keyOf(agentId);
      const tools = gateway.readFile(key, "TOOLS.md");
      return tools ? readTokenFromTools(tools) : readTokenFromAgents(gateway.readFile(key, "AGENTS.md") ?? null);
    },
    async sync(over = {}, watch) {
      const result = await sync(over, watch);
      await missedNothing(sync, over, result);
      return result;
    },
    async close() {
      app.close();
      await gateway.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * A quick check must not miss a change: after every sync that succeeded, all contents are fetched, and the test fails if they
 * differ.
 */
async function missedNothing(sync: ProvisioningFixture["sync"], over: Partial<SyncOptions>, result: RunSyncResult) {
  const { status } = result;
  if (status !== "succeeded" || over.dryRun || over.fileNames || over.outOfSyncOnly) return;
  // The same options, but for those that would do their work again.
  const { report } = await sync({ ...over, resetSessions: false, rekeyAll: false, dryRun: true, verify: true });
  const warned = new Set(result.report.errors.map(({ agentId }) => agentId));
  const missed = report.agents.filter(
    ({ agentId, outcome, reason }) =>
      outcome !== "unchanged" && !["paused", "being-deleted"].includes(reason ?? "") && !warned.has(agentId),
  );
  if (missed.length > 0) throw new Error(`a sync missed what its files' contents show: ${JSON.stringify(missed)}`);
}

type FleetOptions = { boards: number; agents: number; url: string; token: string; change: Record<string, unknown> };

export function fleetOf({ boards, agents, url, token, change }: FleetOptions) {
  const organizationId = uuid(1, 0);
  const gatewayId = uuid(2, 0);
  const boardIds = Array.from({ length: boards }, (_, index) => uuid(3, index));
  const agentIds = Array.from({ length: agents }, (_, index) => uuid(4, index));
  const mainId = uuid(5, 0);
  const agentRow = (id: string, index: number) => {
    const board_id = boardIds[index % boards];
    const is_board_lead = index < boards;
    const openclaw_session_id = is_board_lead ? `agent:lead-${board_id}:main` : `agent:mc-${id}:main`;
    const created_at = `2026-01-01T00:00:00.${String(index).padStart(6, "0")}Z`;
    return {
      id,
      board_id,
      gateway_id: gatewayId,
      name: `Agent ${index}`,
      is_board_lead,
      openclaw_session_id,
      created_at,
    };
  };
  const file = {
    organizations: [{ id: organizationId, name: "Acme" }],
    users: [{ id: uuid(6, 0), email: "olga@example.com", name: "Olga Owner" }],
    organization_members: [{ id: uuid(7, 0), organization_id: organizationId, user_id: uuid(6, 0), role: "owner" }],
    gateways: [
      {
        id: gatewayId,
        organization_id: organizationId,
        name: "Test gateway",
        url,
        token,
        workspace_root: "/w",
        ...change,
      },
    ],
    boards: boardIds.map((id, index) => ({
      id,
      organization_id: organizationId,
      name: `Board ${index}`,
      gateway_id: gatewayId,
    })),
    agents: [
      ...agentIds.map(agentRow),
      { id: mainId, gateway_id: gatewayId, name: "Main", openclaw_session_id: `agent:mc-gateway-${gatewayId}:main` },
    ],
  };
  return { file, ids: { gatewayId, boardIds, agentIds, mainId } };
}

/** A fixed UUID: `kind` is what it identifies, `index` which one. */
export function uuid(kind: number, index: number): string {
  return `00000000-0000-4000-8${String(kind).padStart(3, "0")}-${index.toString(16).padStart(12, "0")}`;
}
