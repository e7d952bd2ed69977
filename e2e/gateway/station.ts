import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type App, openApp } from "../../src/main/app.ts";
import { listAgentsOfGateway } from "../../src/main/database/agents.ts";
import { listBoards } from "../../src/main/database/boards.ts";
import { readGateway } from "../../src/main/database/gateways.ts";
import { importFleet } from "../../src/main/database/import-fleet.ts";
import { defaultRetryPolicy, type RetryPolicy } from "../../src/main/gateway/retry-clock.ts";
import { scopedAgent } from "../../src/main/provisioning/desired/find-scope.ts";
import type { RunSyncResult } from "../../src/main/provisioning/model/run-request.ts";
import type { ScopedAgent } from "../../src/main/provisioning/model/scoped-agent.ts";
import { syncTemplates } from "../../src/main/provisioning/sync-gateway.ts";
import { insertToken } from "../../src/main/provisioning/tokens/mask-token.ts";
import { type RunEvent, type SyncOptions, syncOptionsSchema } from "../../src/shared/sync.ts";
import type { FleetFile } from "./build-fleet.ts";

/** Where the rendered files say Mission Control is, unless a test has one. Nothing listens there and nothing is sent there. */
export const baseUrl = "http://127.0.0.1:9/mission-control";

/** The product's own retries, but for the longest pause: half a minute more or less per outage is the suite's to spend. */
export const briskRetries: RetryPolicy = { ...defaultRetryPolicy, maxMs: 4_000 };

export type SyncResult = RunSyncResult & { events: RunEvent[] };
export type SyncExtras = { signal?: AbortSignal; onEvent?: (event: RunEvent) => void };

/** One Flight Deck with a data folder of its own, and a fleet imported into it. */
export type Station = {
  readonly app: App;
  readonly dataDir: string;
  readonly fleet: FleetFile;
  readonly gatewayId: string;
  /** Imports rows as an operator would import a fleet file. */
  import(rows: object): void;
  sync(options?: Partial<SyncOptions>, extras?: SyncExtras): Promise<SyncResult>;
  /** Every agent of the gateway as the records have it now: board agents, then the main agent. */
  agents(): ScopedAgent[];
  /** What an agent's files have to be on a gateway of this dialect, by name, when its token is `token`. */
  expectedFiles(
    scoped: ScopedAgent,
    dialect: "classic" | "current",
    token: string,
  ): Promise<{ [name: string]: string }>;
  /** Closes the application and opens it again on the same data folder, as a restart of Flight Deck would. */
  reopen(): Promise<void>;
  /** Closes the application only: another process may take over the data folder. */
  pause(): void;
  /** Closes the application and removes its data folder. */
  close(): void;
};

export type StationOptions = {
  retryPolicy?: RetryPolicy;
  /** Where agents are told that Mission Control is. */
  baseUrl?: string;
  /** By default the templates that come with the product. */
  templateFolder?: string;
};

export async function openStation(fleet: FleetFile, options: StationOptions = {}): Promise<Station> {
  const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-e2e-"));
  const gatewayId = fleet.gateways[0]?.id ?? "";
  const open = () => openApp({ dataDir, baseUrl, ...options });
  let app = await open();
  const station: Station = {
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

async function expectedFiles(app: App, scoped: ScopedAgent, dialect: "classic" | "current", token: string) {
  const gateway = readGateway(app.database, scoped.agent.gatewayId);
  const files = await app.renderer.forGateway(gateway, null)(scoped, dialect);
  return Object.fromEntries(files.map(({ name, maskedContent }) => [name, insertToken(maskedContent, token)]));
}
