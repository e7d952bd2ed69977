import { afterEach, expect } from "vitest";
import { readAgent } from "../database/agents.ts";
import { updateGateway } from "../database/gateways.ts";
import { openPlanFixture, type PlanFixture } from "./test-plan-fixture.ts";
import { verifyToken } from "./tokens/hash-token.ts";

export let fixture: PlanFixture;
export let worker: string;
export let lead: string;
/** The worker's workspaces under the first root and the second. */
export let oldPlace: string;
export let newPlace: string;

// Importing this file is enough: the fixture is closed after each test.
afterEach(async () => {
  await fixture.close();
});

export const current = "2026.9.6";
export const classic = "2026.3.28";
export const memory = "I met Ada on Monday.\n";

/** A synced fleet whose worker has its own MEMORY. */
export async function open(version: string): Promise<void> {
  fixture = await openPlanFixture({ gateway: { version } });
  [lead = "", , worker = ""] = fixture.agentIds;
  oldPlace = `/w/workspace-${fixture.keyOf(worker)}`;
  newPlace = `/elsewhere/workspace-${fixture.keyOf(worker)}`;
  await fixture.sync({ rotateTokens: true });
  fixture.gateway.writeFile(fixture.keyOf(worker), "MEMORY.md", memory);
}

export function setRoot(workspaceRoot: string): void {
  updateGateway(fixture.app.database, fixture.app.vault, fixture.gatewayId, { workspaceRoot });
}

export function placeOf(agentId: string): string {
  const { agents } = fixture.gateway.config() as {
    agents: { entries?: object; list?: { id: string; workspace?: string }[] };
  };
  const entries = new Map<string, { workspace?: string }>(Object.entries(agents.entries ?? {}));
  for (const { id, ...entry } of agents.list ?? []) entries.set(id, entry);
  return entries.get(fixture.keyOf(agentId))?.workspace ?? "";
}

export const fileOf = (agentId: string, name: string) => fixture.gateway.readFile(fixture.keyOf(agentId), name);

/** Stops a sync as soon as the gateway has the new roster, before a single file is written. */
export async function syncUntilPatched(): Promise<void> {
  const stop = new AbortController();
  const { status } = await fixture.sync(
    { moveWorkspaces: true },
    {
      signal: stop.signal,
      onEvent: (event) => event.type === "phase" && event.phase === "writing-files" && stop.abort(),
    },
  );
  expect(status).toBe("cancelled");
  expect(placeOf(worker)).toBe(newPlace);
}

export async function expectGoodToken(agentId: string, token: string | null): Promise<void> {
  expect(fixture.tokenOf(agentId)).toBe(token);
  expect(await verifyToken(token ?? "", readAgent(fixture.app.database, agentId).agentTokenHash ?? "")).toBe(true);
}
