import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AfterWake } from "./after-wake.ts";
import { createBackgroundChecks } from "./check-in-background.ts";
import { saveSetting } from "./database/settings.ts";
import { openRouterFixture, type RouterFixture } from "./router/test-router-fixture.ts";

let fixture: RouterFixture;
beforeEach(async () => {
  fixture = await openRouterFixture({ boards: 1, agents: 2 });
  const check = { everyMinutes: 5, since: "2026-01-01T00:00:00.000000Z" };
  saveSetting(fixture.hostedApp.services.database, "gateway-checks", JSON.stringify({ [fixture.gatewayId]: check }));
});
afterEach(() => fixture.close());

const checkDue = () => createBackgroundChecks(fixture.hostedApp.services, new AfterWake()).checkDue();
const checks = async () => (await fixture.client.runs.list({})).filter(({ kind }) => kind === "drift-check");

describe("a background check", () => {
  it("is a run of its own that writes nothing, and the next one is not due at once", async () => {
    await fixture.sync({ rotateTokens: true });
    fixture.gateway.resetCounters();
    await checkDue();
    expect(await checks()).toMatchObject([{ status: "succeeded", startedBy: "background check" }]);
    expect(fixture.gateway.fileWrites).toBe(0);
    await checkDue();
    expect(await checks()).toHaveLength(1);
  });

  it("does not start during another run", async () => {
    fixture.gateway.setLatency(60);
    const { runId } = await fixture.client.runs.sync({ gatewayId: fixture.gatewayId, rotateTokens: true });
    await checkDue();
    expect(await checks()).toEqual([]);
    expect((await fixture.ended(runId)).run.status).toBe("succeeded");
  });

  it("makes room at once for a run started by an operator", async () => {
    await fixture.sync({ rotateTokens: true });
    fixture.gateway.setLatency(200);
    const checking = checkDue();
    while (fixture.hostedApp.services.runs.liveRunOf(fixture.gatewayId) === null) await sleep(5);
    const { runId } = await fixture.client.runs.sync({ gatewayId: fixture.gatewayId, dryRun: true });
    expect((await fixture.ended(runId)).run.status).toBe("succeeded");
    await checking;
    expect(await checks()).toMatchObject([{ status: "cancelled" }]);
    const { runId: syncing } = await fixture.client.runs.sync({ gatewayId: fixture.gatewayId });
    await expect(fixture.client.runs.sync({ gatewayId: fixture.gatewayId })).rejects.toMatchObject({
      data: { code: "run-in-progress" },
    });
    expect((await fixture.ended(syncing)).run.status).toBe("succeeded");
  });

  it("does not wait for a gateway that is away, and leaves the gateway to whoever comes", async () => {
    await fixture.gateway.kill();
    await checkDue();
    expect(await checks()).toMatchObject([{ status: "cancelled" }]);
    await fixture.gateway.start();
    expect((await fixture.sync({ rotateTokens: true })).run.status).toBe("succeeded");
  });
});
