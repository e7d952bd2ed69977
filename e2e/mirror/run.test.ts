import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readAgent, updateAgent } from "../../src/main/database/agents.ts";
import { listConflicts } from "../../src/main/database/mirror/outbox.ts";
import { syncTemplates } from "../../src/main/provisioning/sync-gateway.ts";
import { hashToken, mintToken } from "../../src/main/provisioning/tokens/hash-token.ts";
import { syncOptionsSchema } from "../../src/shared/sync-options.ts";
import { type Fleet, openFleet } from "./fleet-fixture.ts";
import { type MissionControl, startMissionControl } from "./mission-control.ts";

let control: MissionControl;
let fleet: Fleet;
beforeAll(async () => {
  control = await startMissionControl();
});
afterAll(() => control?.stop());
afterEach(() => fleet.close());

const marks = () =>
  control.query(
    "SELECT lifecycle_generation AS generation, checkin_deadline_at, provision_requested_at, provision_action FROM agents",
  );

describe.each(["2026.3.28", "2026.9.6"])("a sync with Mission Control's database, on %s", (version) => {
  it("gives every agent a token that Mission Control accepts, and takes the agents from its worker", async () => {
    fleet = await openFleet(control, { agents: 5, version });
    await control.query(
      "UPDATE agents SET checkin_deadline_at = now(), provision_requested_at = now(), provision_action = 'update', lifecycle_generation = 4",
    );
    const { status, report } = await fleet.sync({ rotateTokens: true });
    expect([status, report.errors]).toEqual(["succeeded", []]);
    expect(fleet.agentIds.filter((id) => fleet.tokenOf(id) === null)).toEqual([]);
    expect(await fleet.findLockedOut({ countPending: false })).toEqual([]);
    const clear = { generation: 5, checkin_deadline_at: null, provision_requested_at: null, provision_action: null };
    expect(await marks()).toEqual(fleet.agentIds.map(() => clear));
    expect((await fleet.sync()).report).toMatchObject({ errors: [], agentsUnchanged: 5 });
    expect(await marks()).toEqual(fleet.agentIds.map(() => clear));
    expect((await fleet.app.mirror.pull()).changes).toEqual([]);
  });

  it("mints nothing while the database is away, unless the operator wants it; the next sync heals", async () => {
    fleet = await openFleet(control, { agents: 3, version });
    await control.server.query("ALTER DATABASE mission_control ALLOW_CONNECTIONS false");
    try {
      await expect(fleet.sync({ rotateTokens: true })).rejects.toMatchObject({ code: "push-failed" });
      expect(fleet.agentIds.filter((id) => fleet.tokenOf(id) !== null)).toEqual([]);
      const { status, report } = await fleet.sync({ rotateTokens: true, requirePush: false });
      expect([status, report.agentsFailed]).toEqual(["failed", 3]);
      expect(report.errors.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
        "warning push-failed",
        ...fleet.agentIds.map(() => "error push-failed"),
      ]);
    } finally {
      await control.server.query("ALTER DATABASE mission_control ALLOW_CONNECTIONS true");
    }
    expect(await fleet.findLockedOut()).toEqual([]);
    const tokens = fleet.agentIds.map(fleet.tokenOf);
    expect((await fleet.sync()).status).toBe("succeeded");
    expect(fleet.agentIds.map(fleet.tokenOf)).toEqual(tokens);
    expect(await fleet.findLockedOut({ countPending: false })).toEqual([]);
  });

  it("a token that Mission Control gave an agent since the last pull is the agent's", async () => {
    fleet = await openFleet(control, { agents: 3, version });
    await fleet.sync({ rotateTokens: true });
    const id = fleet.agentIds[2] ?? "";
    const token = mintToken();
    await control.query("UPDATE agents SET agent_token_hash = $1 WHERE id = $2", [await hashToken(token), id]);
    const key = `mc-${id}`;
    const name = version === "2026.3.28" ? "TOOLS.md" : "AGENTS.md";
    const file = fleet.gateway.readFile(key, name) ?? "";
    fleet.gateway.writeFile(key, name, file.replaceAll(fleet.tokenOf(id) ?? "", token));
    expect((await fleet.sync({ rotateTokens: true, verify: true })).status).toBe("succeeded");
    expect(fleet.tokenOf(id)).toBe(token);
    expect(await fleet.findLockedOut({ countPending: false })).toEqual([]);
  });

  it.each(["ours", "theirs"])("where both sides changed a hash, the token in the file decides: %s", async (winner) => {
    fleet = await openFleet(control, { agents: 2, version });
    await fleet.sync({ rotateTokens: true });
    const id = fleet.agentIds[2] ?? "";
    const ours = fleet.tokenOf(id) ?? "";
    const theirs = mintToken();
    // The same token under another hash, and a token of Mission Control's.
    updateAgent(fleet.app.database, id, { agentTokenHash: await hashToken(ours) });
    await control.query("UPDATE agents SET agent_token_hash = $1 WHERE id = $2", [await hashToken(theirs), id]);
    if (winner === "theirs") {
      const name = version === "2026.3.28" ? "TOOLS.md" : "AGENTS.md";
      const file = fleet.gateway.readFile(`mc-${id}`, name) ?? "";
      fleet.gateway.writeFile(`mc-${id}`, name, file.replaceAll(ours, theirs));
    }
    await fleet.app.mirror.pull();
    expect((await fleet.sync()).status).toBe("succeeded");
    expect(fleet.tokenOf(id)).toBe(winner === "ours" ? ours : theirs);
    expect(await fleet.findLockedOut({ countPending: false })).toEqual([]);
    expect(listConflicts(fleet.app.database)).toEqual([]);
  });

  it("an agent whose new board is not here is named, and synced as it is here", async () => {
    fleet = await openFleet(control, { agents: 2, version });
    await fleet.sync({ rotateTokens: true });
    const id = fleet.agentIds[2] ?? "";
    await control.query(
      `INSERT INTO boards (id, organization_id, gateway_id, name, slug, created_at, updated_at)
       SELECT gen_random_uuid(), organization_id, id, 'New', 'new', now(), now() FROM gateways LIMIT 1`,
    );
    await control.query("UPDATE agents SET board_id = (SELECT id FROM boards WHERE slug = 'new') WHERE id = $1", [id]);
    const { report } = await fleet.sync();
    expect(report.errors).toMatchObject([{ code: "push-failed", severity: "warning" }]);
    expect(report.errors[0]?.message).toMatch(/were not taken over here: it refers to .* not in boards here/);
    await fleet.app.mirror.pull();
    expect((await fleet.sync()).report.errors).toEqual([]);
  });

  it("an agent that was deleted there since the last pull is not provisioned again", async () => {
    fleet = await openFleet(control, { agents: 3, version });
    const id = fleet.agentIds[2] ?? "";
    await control.query("DELETE FROM agents WHERE id = $1", [id]);
    const { status, report } = await fleet.sync({ rotateTokens: true });
    expect([status, report.agentsInScope]).toEqual(["succeeded", 2]);
    expect(fleet.tokenOf(id)).toBeNull();
  });
});

describe("two installations", () => {
  it("run one at a time: the second is told who runs it, from which machine and since when", async () => {
    fleet = await openFleet(control, { agents: 3 });
    const second = await fleet.openSecond();
    const sync = (requirePush: boolean) =>
      syncTemplates(second, {
        options: syncOptionsSchema.parse({ gatewayId: fleet.gatewayId, requirePush }),
        startedBy: "second",
      });
    const run = await fleet.app.missionControl?.openRun({
      gateway: { id: fleet.gatewayId, name: "North" },
      requirePush: true,
    });
    for (const requirePush of [true, false]) {
      await expect(sync(requirePush)).rejects.toMatchObject({
        code: "run-in-progress",
        message: expect.stringMatching(
          /^A run is already in progress on gateway "North": it was started by \S+@\S+ .*since \d{4}-/,
        ),
      });
    }
    await run?.close();
    expect((await sync(true)).status).toBe("succeeded");
    second.close();
  });

  it("a lost connection frees the gateway, and ends the run that had it", async () => {
    fleet = await openFleet(control, { agents: 8 });
    fleet.gateway.inject({ kind: "slow", method: "agents.files.set", delayMs: 300, when: "before" });
    const running = fleet.sync({ rotateTokens: true });
    const isLocked = async () =>
      (await control.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'")).length > 0 &&
      (await marks()).every(({ generation }) => generation === 1);
    while (!(await isLocked())) await new Promise((resolve) => setTimeout(resolve, 5));
    await control.query(
      "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()",
    );
    const { status, report } = await running;
    expect(status).toBe("failed");
    expect(report.errors.map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringContaining('and with it the lock of gateway "North"')]),
    );
    expect(report.agentsUpdated).toBeLessThan(8);
    expect(await fleet.findLockedOut()).toEqual([]);
    expect((await fleet.sync({ rotateTokens: true })).status).toBe("succeeded");
    expect(await fleet.findLockedOut({ countPending: false })).toEqual([]);
  });

  it("what one installation changed, the other has after a pull", async () => {
    fleet = await openFleet(control, { agents: 2 });
    const second = await fleet.openSecond();
    const id = fleet.agentIds[1] ?? "";
    updateAgent(fleet.app.database, id, { soulTemplate: "A soul.\n" });
    await fleet.sync({ rotateTokens: true });
    await second.mirror.pull();
    const { agentTokenHash, soulTemplate } = readAgent(fleet.app.database, id);
    expect(readAgent(second.database, id)).toMatchObject({ agentTokenHash, soulTemplate });
    second.close();
  });
});
