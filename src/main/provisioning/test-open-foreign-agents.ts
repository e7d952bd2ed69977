import { afterEach } from "vitest";
import { addRecords, entryOf, type HandMade, makeByHand, type NewRecord } from "./test-foreign-agents.ts";
import { openPlanFixture, type PlanFixture } from "./test-plan-fixture.ts";

export let fixture: PlanFixture;
afterEach(async () => {
  await fixture.close();
});

export const home = "/home/owner/pico";
export const pico: HandMade = {
  id: "pico",
  settings: { workspace: home, model: "their/model" },
  files: { "SOUL.md": "Pico's own soul\n", "MEMORY.md": "Pico remembers\n", "USER.md": "Pico's person\n" },
};

/** A synced fleet, agents made by the gateway's owner, and a record of ours for each. */
export async function open(version: string, handMade: HandMade[], records: NewRecord[]) {
  await openBare(version);
  await fixture.sync({ rotateTokens: true });
  makeByHand(fixture.gateway, handMade);
  const ids = addRecords(fixture, records);
  fixture.gateway.resetCounters();
  const stateOf = ({ id, files = {} }: HandMade) => [
    entryOf(fixture.gateway, id),
    Object.keys(files).map((name) => fixture.gateway.readFile(id, name)),
    fixture.gateway.readFile(id, "TOOLS.md"),
    fixture.gateway.readFile(id, "IDENTITY.md"),
  ];
  return { ...fixture, ids, one: ids[0] ?? "", stateOf };
}

/** A fleet that was never synced. */
export async function openBare(version: string): Promise<PlanFixture> {
  fixture = await openPlanFixture({ gateway: { version }, boards: 1, agents: 1 });
  return fixture;
}
