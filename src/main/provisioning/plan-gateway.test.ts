import { afterEach, beforeEach, expect, test } from "vitest";
import { planSchema } from "../../shared/plan.ts";
import type { RunEvent } from "../../shared/sync.ts";
import { updateGateway } from "../database/gateways.ts";
import { uuid } from "./test-fixture.ts";
import { agentOf, openPlanFixture, type PlanFixture } from "./test-plan-fixture.ts";

let fixture: PlanFixture;
beforeEach(async () => {
  fixture = await openPlanFixture({ agents: 2, boards: 1 });
});
afterEach(() => fixture.close());

function moveGateway(url: string): void {
  updateGateway(fixture.app.database, fixture.app.vault, fixture.gatewayId, { url });
}

test("a plan is refused on another address of its gateway, and holds none", async () => {
  const plan = await fixture.planOf({ rotateTokens: true });
  expect(JSON.stringify(plan)).not.toContain(`127.0.0.1:${fixture.gateway.port}`);
  moveGateway("ws://127.0.0.1:9");
  await expect(fixture.apply(plan)).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringMatching(/^The address of gateway "Test gateway" has changed/),
    hint: expect.stringContaining("Make a new plan"),
  });
  expect(fixture.gateway.configWrites).toBe(0);
});

test("the same address written in another way is the same", async () => {
  const plan = await fixture.planOf({ rotateTokens: true });
  moveGateway(`${fixture.gateway.url.replace("ws:", "WS:")}/`);
  expect((await fixture.apply(plan)).status).toBe("succeeded");
});

test("a plan whose options name another gateway than it was made for is refused", async () => {
  const plan = await fixture.planOf({ rotateTokens: true });
  const forged = { ...plan, gateway: { ...plan.gateway, id: uuid(2, 99), name: "Elsewhere" } };
  await expect(fixture.apply(forged)).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringContaining('made for gateway "Elsewhere"'),
  });
  expect(fixture.gateway.configWrites).toBe(0);
});

test("a plan from before plans knew their address is still read and applied", async () => {
  const { gateway, ...plan } = await fixture.planOf({ rotateTokens: true });
  const { addressSha256, ...older } = gateway;
  expect(addressSha256).toMatch(/^[0-9a-f]{64}$/);
  const read = planSchema.parse({ ...plan, gateway: older, configHash: "abc" });
  expect(read).not.toHaveProperty("configHash");
  expect((await fixture.apply(read)).status).toBe("succeeded");
});

test("a plan says which files are out of sync, as the sync state counts them", async () => {
  const { gateway, agentIds, keyOf } = fixture;
  const [lead = "", worker = ""] = agentIds;
  await fixture.sync();
  gateway.deleteFile(keyOf(lead), "BOOTSTRAP.md");
  gateway.writeFile(keyOf(worker), "MEMORY.md", "I remember.");
  fixture.editSoul(worker, "edited");
  const plan = await fixture.planOf({ forceBootstrap: true, overwrite: true });
  const files = plan.agents.flatMap(({ agentName, files }) =>
    files.map(({ name, isOutOfSync }) => [agentName, name, isOutOfSync]),
  );
  const nameOf = (id: string) => agentOf(plan, id)?.agentName;
  expect(files).toEqual([
    [nameOf(lead), "BOOTSTRAP.md", false],
    [nameOf(worker), "SOUL.md", true],
    [nameOf(worker), "MEMORY.md", false],
  ]);
  expect([lead, worker].map((id) => fixture.stateOf(id)?.state)).toEqual(["synced", "out-of-sync"]);
});

test("a dry run says when it has read everything and compares", async () => {
  const phases: string[] = [];
  const onEvent = (event: RunEvent) => event.type === "phase" && phases.push(event.phase);
  await fixture.sync({ dryRun: true }, { onEvent });
  expect(phases).toEqual(["connecting", "reading", "planning"]);
});
