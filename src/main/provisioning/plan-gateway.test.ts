import { afterEach, beforeEach, expect, test } from "vitest";
import { planSchema } from "../../shared/plan.ts";
import { updateGateway } from "../database/gateways.ts";
import { uuid } from "./test-bench.ts";
import { openPlanBench, type PlanBench } from "./test-plan-bench.ts";

let bench: PlanBench;
beforeEach(async () => {
  bench = await openPlanBench({ agents: 2, boards: 1 });
});
afterEach(() => bench.close());

function moveGateway(url: string): void {
  updateGateway(bench.app.database, bench.app.vault, bench.gatewayId, { url });
}

test("a plan is refused on another address of its gateway, and holds none", async () => {
  const plan = await bench.planOf({ rotateTokens: true });
  expect(JSON.stringify(plan)).not.toContain(`127.0.0.1:${bench.gateway.port}`);
  moveGateway("ws://127.0.0.1:9");
  await expect(bench.apply(plan)).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringMatching(/^The address of gateway "Test gateway" has changed/),
    hint: expect.stringContaining("Make a new plan"),
  });
  expect(bench.gateway.configWrites).toBe(0);
});

test("the same address written in another way is the same", async () => {
  const plan = await bench.planOf({ rotateTokens: true });
  moveGateway(`${bench.gateway.url.replace("ws:", "WS:")}/`);
  expect((await bench.apply(plan)).status).toBe("succeeded");
});

test("a plan whose options name another gateway than it was made for is refused", async () => {
  const plan = await bench.planOf({ rotateTokens: true });
  const forged = { ...plan, gateway: { ...plan.gateway, id: uuid(2, 99), name: "Elsewhere" } };
  await expect(bench.apply(forged)).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringContaining('made for gateway "Elsewhere"'),
  });
  expect(bench.gateway.configWrites).toBe(0);
});

test("a plan from before plans knew their address is still read and applied", async () => {
  const { gateway, ...plan } = await bench.planOf({ rotateTokens: true });
  const { addressSha256, ...older } = gateway;
  expect(addressSha256).toMatch(/^[0-9a-f]{64}$/);
  const read = planSchema.parse({ ...plan, gateway: older, configHash: "abc" });
  expect(read).not.toHaveProperty("configHash");
  expect((await bench.apply(read)).status).toBe("succeeded");
});
