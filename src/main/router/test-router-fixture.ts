import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, type RouterClient } from "@orpc/server";
import {
  type PracticeGateway,
  type PracticeGatewayOptions,
  startPracticeGateway,
} from "../../practice-gateway/start-practice-gateway.ts";
import type { RunSnapshot } from "../../shared/run-views.ts";
import type { SyncOptions } from "../../shared/sync-options.ts";
import { importFleet } from "../database/import-fleet.ts";
import { type HostedApp, openHostedApp } from "../open-hosted-app.ts";
import { fleetOf } from "../provisioning/test-fixture.ts";
import type { FlightDeckRouter } from "./create-router.ts";
import { openTestMirror, type TestMirror } from "./test-mirror-source.ts";

/** The whole application without a host, its contract as a client, and a practice gateway with a fleet. */
export type RouterFixture = ReturnType<typeof fleetOf>["ids"] & {
  hostedApp: HostedApp;
  client: RouterClient<FlightDeckRouter>;
  gateway: PracticeGateway;
  dataDir: string;
  mirror: TestMirror;
  /** Starts a sync and follows it to its end. */
  sync(options?: Partial<SyncOptions>): Promise<RunSnapshot>;
  /** Follows a run to its end. */
  ended(runId: string): Promise<RunSnapshot>;
  close(): Promise<void>;
};

export type RouterFixtureOptions = { gateway?: PracticeGatewayOptions; boards?: number; agents?: number };

/** A gateway's own token, to search for where it must not be. */
export const gatewaySecret = "gateway-secret-that-no-answer-may-hold";

export async function openRouterFixture({
  gateway: options,
  boards = 2,
  agents = 6,
}: RouterFixtureOptions = {}): Promise<RouterFixture> {
  const gateway = await startPracticeGateway({ restartMs: 60, token: gatewaySecret, ...options });
  const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-fixture-"));
  const hostedApp = await openHostedApp({
    dataDir,
    env: {},
    practice: false,
    host: { kind: "browser", electron: null },
    retryPolicy: { baseMs: 10, maxMs: 100, jitter: 0.2, giveUpAfterMs: 20_000 },
  });
  const { file, ids } = fleetOf({ boards, agents, url: gateway.url, token: gateway.token, change: {} });
  importFleet(hostedApp.services.database, hostedApp.services.vault, file);
  const client = createRouterClient(hostedApp.router, { context: {} });
  const ended = async (runId: string) => {
    for await (const _ of await client.runs.follow({ id: runId, afterSeq: 0 }));
    return client.runs.get({ id: runId });
  };
  return {
    ...ids,
    hostedApp,
    client,
    gateway,
    dataDir,
    mirror: openTestMirror(hostedApp.services),
    ended,
    sync: async (over) => ended((await client.runs.sync({ gatewayId: ids.gatewayId, ...over })).runId),
    async close() {
      await hostedApp.close();
      await gateway.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
