import { pbkdf2Sync } from "node:crypto";
import { expect } from "vitest";
import { type RealGateway, startRealGateway } from "../../scripts/real-gateway/start-real-gateway.ts";
import type { Dialect } from "../../src/main/gateway/dialect.ts";
import type { ScopedAgent } from "../../src/main/provisioning/model/scoped-agent.ts";
import { withoutMarks } from "../../src/main/provisioning/tokens/manager-mark.ts";
import { type AppFixture, briskRetries, openAppFixture } from "./app-fixture.ts";
import { buildFleet } from "./build-fleet.ts";
import { type RawClient, withRawClient } from "./raw-client.ts";
import { readFile, readFiles } from "./read-back.ts";
import { startStubModel } from "./stub-model.ts";

/** Facts about a version that the suite needs (docs/gateways.md, Two dialects). */
export type VersionFacts = {
  version: string;
  dialect: Dialect;
  /** The target that heartbeats without a chat have. */
  heartbeatTarget: "last" | "none";
  restartsOnPatch: boolean;
  /** The signal that makes it restart within its process. */
  restartSignal: "SIGUSR1" | "SIGUSR2";
};

/** A real gateway, and a Flight Deck with ten agents on two boards and the main agent, shared by all cases of a version. */
export type GatewayFixture = {
  facts: VersionFacts;
  gateway: RealGateway;
  station: AppFixture;
  raw<T>(work: (raw: RawClient) => Promise<T>): Promise<T>;
  /** Restores the fleet so that every file and token is right, whatever an earlier case has changed. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

export async function openGatewayFixture(facts: VersionFacts): Promise<GatewayFixture> {
  // A model that answers at once: turns that try one in vain for minutes delay restarts and automations.
  const model = await startStubModel();
  const gateway = await startRealGateway({ version: facts.version, settings: model.settings });
  const fleet = buildFleet({ gateway, boards: 2, agents: 10 });
  const station = await openAppFixture(fleet, { retryPolicy: briskRetries }).catch(async (error: unknown) => {
    await gateway.stop();
    model.stop();
    throw error;
  });
  return {
    facts,
    gateway,
    station,
    raw: (work) => withRawClient(gateway, work),
    async settle() {
      const { status, report } = await station.sync({ rotateTokens: true, overwrite: true, forceBootstrap: true });
      expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    },
    async close() {
      station.close();
      await gateway.stop();
      model.stop();
    },
  };
}

/** The file in which an agent finds its token. */
export function tokenFileOf({ facts }: GatewayFixture): string {
  return facts.dialect.toolsHome === "file" ? "TOOLS.md" : "AGENTS.md";
}

/** The name of HEARTBEAT, which is a file or a scratch. */
export function heartbeatOf({ facts }: GatewayFixture): string {
  return facts.dialect.heartbeatHome === "file" ? "HEARTBEAT.md" : "HEARTBEAT";
}

/** The token in an agent's file on the gateway. */
export async function readTokenOf(
  fixture: GatewayFixture,
  raw: RawClient,
  { key }: ScopedAgent,
): Promise<string | null> {
  const content = await readFile(raw, key, tokenFileOf(fixture));
  return /^[-*]?\s*`?AUTH_TOKEN=([\w-]+)/m.exec(content ?? "")?.[1] ?? null;
}

export type ReadBackOptions = { /** Names of files that are not checked. */ except?: string[] };

/** Reads every agent of the fleet back from the gateway: its files as rendered, with a token that the stored hash accepts. */
export async function expectAllRight(fixture: GatewayFixture, { except = [] }: ReadBackOptions = {}): Promise<void> {
  const { station, facts } = fixture;
  await fixture.raw(async (raw) => {
    for (const scoped of station.agents()) {
      const { name, agentTokenHash } = scoped.agent;
      const token = await readTokenOf(fixture, raw, scoped);
      if (token === null) throw new Error(`there is no token in the files of ${name}`);
      expect(accepts(agentTokenHash, token), `the stored hash of ${name} accepts the token in its files`).toBe(true);
      const files = Object.entries(await station.expectedFiles(scoped, facts.dialect, token));
      const wanted = Object.fromEntries(files.filter(([fileName]) => !except.includes(fileName)));
      const found = Object.entries(await readFiles(raw, scoped.key, Object.keys(wanted)));
      // The line that names this installation is not rendered.
      const rendered = found.map(([fileName, content]) => [fileName, content === null ? null : withoutMarks(content)]);
      expect(Object.fromEntries(rendered), name).toEqual(wanted);
    }
  });
}

/** Mission Control's own comparison (docs/behaviour.md, Agent tokens), implemented separately to verify ours. */
export function accepts(storedHash: string | null, token: string): boolean {
  const [scheme, iterations, salt = "", digest] = (storedHash ?? "").split("$");
  if (scheme !== "pbkdf2_sha256") return false;
  const derived = pbkdf2Sync(token, Buffer.from(salt, "base64url"), Number(iterations), 32, "sha256");
  return derived.toString("base64url") === digest;
}

/** The agent's record by its name in the fleet, such as "Worker 3". */
export function agentNamed({ station }: GatewayFixture, name: string): ScopedAgent {
  const found = station.agents().find(({ agent }) => agent.name === name);
  if (!found) throw new Error(`the fleet has no ${name}`);
  return found;
}

/** Gives every board a new objective, so that files of all its agents must be written. */
export function changeBoards({ station }: GatewayFixture, objective: string): void {
  station.import({ boards: station.fleet.boards.map((board) => ({ ...board, objective })) });
}
