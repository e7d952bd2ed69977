import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listAgentsOfGateway } from "../../src/main/database/agents.ts";
import { listBoards } from "../../src/main/database/boards.ts";
import { readGateway } from "../../src/main/database/gateways.ts";
import { importFleet } from "../../src/main/database/import-fleet.ts";
import type { Dialect } from "../../src/main/gateway/dialect.ts";
import { defaultRetryPolicy, type RetryPolicy } from "../../src/main/gateway/retry-clock.ts";
import { type App, openApp } from "../../src/main/open-app.ts";
import { scopedAgent } from "../../src/main/provisioning/desired/find-scope.ts";
import type { RunSyncResult } from "../../src/main/provisioning/model/run-request.ts";
import type { ScopedAgent } from "../../src/main/provisioning/model/scoped-agent.ts";
import { syncTemplates } from "../../src/main/provisioning/sync-gateway.ts";
import { insertToken } from "../../src/main/provisioning/tokens/mask-token.ts";
import type { RunEvent } from "../../src/shared/sync.ts";
import { type SyncOptions, syncOptionsSchema } from "../../src/shared/sync-options.ts";
import type { FleetFile } from "./build-fleet.ts";

/** Mission Control's address in the rendered files, unless a test has its own. There is no server, and nothing is sent there. */
export const baseUrl = "http://127.0.0.1:9/mission-control";

/** The product's own retries with a shorter longest pause, which saves up to half a minute per outage. */
export const briskRetries: RetryPolicy = { ...defaultRetryPolicy, maxMs: 4_000 };

export type SyncResult = RunSyncResult & { events: RunEvent[] };
export type SyncExtras = { signal?: AbortSignal; onEvent?: (event: RunEvent) => void };

/** A Flight Deck with its own data folder and an imported fleet. */
export type AppFixture = {
  readonly app: App;
  readonly dataDir: string;
  readonly fleet: FleetFile;
  readonly gatewayId: string;
  /** Imports rows like an operator imports a fleet file. */
  import(rows: object): void;
  sync(options?: Partial<SyncOptions>, extras?: SyncExtras): Promise<SyncResult>;
  /** The current records of the gateway's agents: board agents, then the main agent. */
  agents(): ScopedAgent[];
  /** The expected files of an agent on a gateway of this dialect, by name, with this token. */
  expectedFiles(scoped: ScopedAgent, dialect: Dialect, token: string): Promise<{ [name: string]: string }>;
  /** Closes the application and opens it again with the same data folder, like a restart of Flight Deck. */
  reopen(): Promise<void>;
  /** Closes only the application, so that another process can use the data folder. */
  pause(): void;
  /** Closes the application and removes its data folder. */
  close(): void;
};

export type AppFixtureOptions = {
  retryPolicy?: RetryPolicy;
  /** The address of Mission Control that agents receive. */
  baseUrl?: string;
  /** The built-in templates by default. */
  templateFolder?: string;
};

export async function openAppFixture(fleet: FleetFile, options: AppFixtureOptions = {}): Promise<AppFixture> {
  const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-e2e-"));
  const gatewayId = fleet.gateways[0]?.id ?? "";
  const open = () => openApp({ dataDir, baseUrl, ...options });
  let app = await open();
  const station: AppFixture = {
    get app() {
      return app;
    },
    dataDir,
    fleet,
    gatewayId,
    import: (rows) => void importFleet(app.database, app.vault, rows),
    sync: (syncOptions = {}, extras = {}) => sync(app, { ...syncOptions, gatewayId }, extras),
    agents: () => agentsOf(app, gatewayId),
    expectedFiles: (scoped, dialect, token) => expectedFiles(app, scoped, dialect, token),
    async reopen() {
      app.close();
      app = await open();
    },
    pause: () => app.close(),
    close() {
      app.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  try {
    station.import(fleet);
    return station;
  } catch (error) {
    station.close();
    throw error;
  }
}

async function sync(app: App, options: Partial<SyncOptions>, { signal, onEvent }: SyncExtras): Promise<SyncResult> {
  const events: RunEvent[] = [];
  const result = await syncTemplates(app, {
    options: syncOptionsSchema.parse(options),
    startedBy: "e2e",
    signal,
    onEvent(event) {
      events.push(event);
      onEvent?.(event);
    },
  });
  return { ...result, events };
}

function agentsOf(app: App, gatewayId: string): ScopedAgent[] {
  const gateway = readGateway(app.database, gatewayId);
  const boards = new Map(listBoards(app.database).map((board) => [board.id, board]));
  const agents = listAgentsOfGateway(app.database, gatewayId).map((agent) => ({
    ...scopedAgent(gateway, agent, boards.get(agent.boardId ?? "") ?? null),
    isMain: agent.boardId === null,
  }));
  return [...agents.filter(({ isMain }) => !isMain), ...agents.filter(({ isMain }) => isMain)];
}

async function expectedFiles(app: App, scoped: ScopedAgent, dialect: Dialect, token: string) {
  const gateway = readGateway(app.database, scoped.agent.gatewayId);
  const files = await (await app.renderer.read(gateway.id)).forGateway(gateway, null)(scoped, dialect);
  return Object.fromEntries(files.map(({ name, maskedContent }) => [name, insertToken(maskedContent, token)]));
}
