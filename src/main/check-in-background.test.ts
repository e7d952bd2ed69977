import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBackgroundChecks } from "./check-in-background.ts";
import { saveSetting } from "./database/settings.ts";
import { openTestDesk, type TestDesk } from "./router/test-desk.ts";

let desk: TestDesk;
beforeEach(async () => {
  desk = await openTestDesk({ boards: 1, agents: 2 });
  const check = { everyMinutes: 5, since: "2026-01-01T00:00:00.000000Z" };
  saveSetting(desk.deck.services.database, "gateway-checks", JSON.stringify({ [desk.gatewayId]: check }));
});
afterEach(() => desk.close());

const look = () => createBackgroundChecks(desk.deck.services).look();
const checks = async () => (await desk.client.runs.list({})).filter(({ kind }) => kind === "drift-check");

describe("a background check", () => {
  it("is a run of its own that writes nothing, and the next one is not due at once", async () => {
    await desk.sync({ rotateTokens: true });
    desk.gateway.resetCounters();
    await look();
    expect(await checks()).toMatchObject([{ status: "succeeded", startedBy: "background check" }]);
    expect(desk.gateway.fileWrites).toBe(0);
    await look();
    expect(await checks()).toHaveLength(1);
  });

  it("does not start during another run", async () => {
    desk.gateway.setLatency(60);
    const { runId } = await desk.client.runs.sync({ gatewayId: desk.gatewayId, rotateTokens: true });
    await look();
    expect(await checks()).toEqual([]);
    expect((await desk.ended(runId)).run.status).toBe("succeeded");
  });

  it("makes room at once for a run started by an operator", async () => {
    await desk.sync({ rotateTokens: true });
    desk.gateway.setLatency(200);
    const looking = look();
    while (desk.deck.services.runs.liveRunOf(desk.gatewayId) === null) await sleep(5);
    const { runId } = await desk.client.runs.sync({ gatewayId: desk.gatewayId, dryRun: true });
    expect((await desk.ended(runId)).run.status).toBe("succeeded");
    await looking;
    expect(await checks()).toMatchObject([{ status: "cancelled" }]);
    const { runId: syncing } = await desk.client.runs.sync({ gatewayId: desk.gatewayId });
    await expect(desk.client.runs.sync({ gatewayId: desk.gatewayId })).rejects.toMatchObject({
      data: { code: "run-in-progress" },
    });
    expect((await desk.ended(syncing)).run.status).toBe("succeeded");
  });

  it("does not wait for a gateway that is away, and leaves the gateway to whoever comes", async () => {
    await desk.gateway.kill();
    await look();
    expect(await checks()).toMatchObject([{ status: "cancelled" }]);
    await desk.gateway.start();
    expect((await desk.sync({ rotateTokens: true })).run.status).toBe("succeeded");
  });
});
