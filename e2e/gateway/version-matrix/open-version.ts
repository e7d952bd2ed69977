import { setTimeout as sleep } from "node:timers/promises";
import { type RealGateway, startRealGateway } from "../../../scripts/real-gateway/start-real-gateway.ts";
import { classic } from "../../../src/main/gateway/classic.ts";
import { current } from "../../../src/main/gateway/current.ts";
import type { Dialect } from "../../../src/main/gateway/dialect.ts";
import { messageOf } from "../../../src/shared/errors.ts";
import { type AppFixture, briskRetries, openAppFixture } from "../app-fixture.ts";
import { buildFleet } from "../build-fleet.ts";
import { expectAllRight, type VersionFacts } from "../gateway-fixture.ts";
import { countInLog } from "../gateway-log.ts";
import { type RawClient, withRawClient } from "../raw-client.ts";
import { readConfig } from "../read-back.ts";
import { modelSettings } from "../stub-model.ts";

/** One real gateway, and one Flight Deck with six agents on two boards and the main agent. */
export type Bench = {
  version: string;
  gateway: RealGateway;
  station: AppFixture;
  raw<T>(work: (raw: RawClient) => Promise<T>): Promise<T>;
  /** The shape of the gateway's own configuration. */
  dialect(): Promise<Dialect>;
  /** Reads every agent's files and token back through the vendor's client. */
  expectAllRight(except?: string[]): Promise<void>;
  /** How often the gateway started to listen; waits until it has been listening for a while. */
  starts(): Promise<number>;
  close(): Promise<void>;
};

export const agentCount = 6;
/** A gateway announces a restart up to 9 s ahead (docs/gateways.md, Two dialects) and takes some seconds for it. */
const quietMs = 12_000;

export async function openBench(version: string): Promise<Bench> {
  const gateway = await startRealGateway({ version, settings: modelSettings() });
  const fleet = buildFleet({ gateway, boards: 2, agents: agentCount });
  const station = await openAppFixture(fleet, { retryPolicy: briskRetries }).catch(async (error: unknown) => {
    await gateway.stop();
    throw error;
  });
  const raw: Bench["raw"] = (work) => patiently(() => withRawClient(gateway, work));
  const dialect = async () => {
    const { config } = await raw(readConfig);
    return JSON.stringify(config.agents).includes('"entries"') ? current : classic;
  };
  return {
    version,
    gateway,
    station,
    raw,
    dialect,
    async expectAllRight(except = []) {
      const facts: VersionFacts = {
        version,
        dialect: await dialect(),
        heartbeatTarget: "none",
        restartsOnPatch: false,
        restartSignal: "SIGUSR1",
      };
      await expectAllRight({ gateway, raw, facts, station, settle: never, close: never }, { except });
    },
    async starts() {
      let starts = countInLog(gateway.logPath).starts;
      for (let quietSinceMs = performance.now(); performance.now() - quietSinceMs < quietMs; await sleep(500)) {
        const now = countInLog(gateway.logPath).starts;
        if (now !== starts) quietSinceMs = performance.now();
        starts = now;
      }
      return starts;
    },
    async close() {
      station.close();
      await gateway.stop();
    },
  };
}

/** On a busy machine, the first turn of an agent keeps some versions from answering any call for a minute or two. */
async function patiently<T>(work: () => Promise<T>, tries = 3): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (tries === 1 || !/did not answer|gateway closed|not connected/i.test(messageOf(error))) throw error;
    return patiently(work, tries - 1);
  }
}

async function never(): Promise<never> {
  throw new Error("not for the version matrix");
}
