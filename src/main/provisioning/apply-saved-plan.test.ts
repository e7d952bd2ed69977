import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasChanges } from "../../shared/plan-work.ts";
import { deleteAgent, updateAgent } from "../database/agents.ts";
import { updateGateway } from "../database/gateways.ts";
import { readRun } from "../database/read-runs.ts";
import { readConfig } from "../gateway/config.ts";
import { selectFromPlan } from "./apply-saved-plan.ts";
import { agentOf, openPlanFixture, type PlanFixture } from "./test-plan-fixture.ts";
import { withoutToken } from "./tokens/test-token-lines.ts";

let fixture: PlanFixture;

afterEach(async () => {
  await fixture.close();
});

describe("on a new gateway", () => {
  test.each(["2026.3.28", "2026.9.6"])(
    "of %s the plan adds every agent, and applying it does just that",
    async (version) => {
      fixture = await openPlanFixture({ gateway: { version } });
      const plan = await fixture.planOf({ rotateTokens: true });
      expect(plan.summary).toMatchObject({ agentsToAdd: 7, tokensToRepair: 7, configWrites: 1, change: 0, blocked: 0 });
      expect(plan.configDiff).toContain(fixture.keyOf(fixture.mainId));
      const { status, report } = await fixture.apply(plan);
      expect(report.errors).toEqual([]);
      expect(status).toBe("succeeded");
      expect(fixture.gateway.configWrites).toBe(1);
      expect(report.stats.fileWrites).toBe(plan.summary.create);
      expect(hasChanges(await fixture.planOf())).toBe(false);
      expect(fixture.stateOf(fixture.mainId)?.state).toBe("synced");
    },
  );

  test("agents that had a token and lost it are blocked, with the way out", async () => {
    fixture = await openPlanFixture();
    for (const id of [...fixture.agentIds, fixture.mainId]) {
      updateAgent(fixture.app.database, id, { agentTokenHash: "the hash of a token that is gone" });
    }
    const { plan, status, report } = await fixture.sync({ dryRun: true });
    expect(status).toBe("failed");
    expect(plan?.summary).toMatchObject({ create: 0, blocked: 7, configWrites: 0 });
    expect(plan?.agents[0]?.blocked).toBe("its token cannot be read");
    const { hint } = report.errors.find(({ agentId }) => agentId === plan?.agents[0]?.agentId) ?? {};
    expect(JSON.stringify(hint)).toContain("Repair tokens");
  });
});

describe("on a gateway that is synced", () => {
  let lead: string;
  let worker: string;

  beforeEach(async () => {
    fixture = await openPlanFixture();
    await fixture.sync({ rotateTokens: true });
    [lead = "", , worker = ""] = fixture.agentIds;
  });

  test("the plan is empty, and applying it is refused", async () => {
    const plan = await fixture.planOf();
    expect(hasChanges(plan)).toBe(false);
    expect(plan.agents.flatMap(({ files }) => files.filter(({ action }) => action !== "preserved"))).toEqual([]);
    await expect(fixture.apply(plan)).rejects.toThrow(/nothing to apply/);
  });

  test("what moved since the plan is refused and shown, the rest is applied", async () => {
    updateAgent(fixture.app.database, worker, { soulTemplate: "Planned." });
    fixture.editSoul(lead, "edited");
    const plan = await fixture.planOf();
    fixture.editSoul(lead, "edited again");
    const { status, report } = await fixture.apply(plan);
    expect(status).toBe("failed");
    expect(report.errors).toEqual([
      expect.objectContaining({
        code: "plan-moved",
        agentId: lead,
        message: expect.stringContaining("SOUL.md: changed on the gateway since"),
      }),
    ]);
    expect([fixture.soulOf(lead), fixture.soulOf(worker)]).toEqual(["edited again", "Planned."]);
  });

  test("new tokens are given once: a second time there is nothing to do, or a token was replaced by others", async () => {
    const plan = await fixture.planOf({ rekeyAll: true, resetSessions: true });
    expect((await fixture.apply(plan)).status).toBe("succeeded");
    const token = fixture.tokenOf(worker);
    fixture.editSoul(worker, "edited");
    const { report } = await fixture.apply(plan);
    expect(report.errors).toMatchObject([
      { code: "plan-moved", agentId: worker, message: expect.stringContaining("its token: it was replaced since") },
    ]);
    expect(report.agents.filter(({ outcome }) => outcome === "unchanged")).toHaveLength(6);
    expect(fixture.tokenOf(worker)).toBe(token);
  });

  test("a record that changed since is refused, even if the gateway already has what it renders now", async () => {
    updateAgent(fixture.app.database, worker, { soulTemplate: "Planned." });
    const plan = await fixture.planOf();
    updateAgent(fixture.app.database, worker, { soulTemplate: "Other." });
    await fixture.sync();
    const { status, report } = await fixture.apply(plan);
    expect(status).toBe("failed");
    expect(report.errors).toEqual([
      expect.objectContaining({
        code: "plan-moved",
        message: expect.stringContaining("its record or the base URL changed since"),
      }),
    ]);
    expect(fixture.soulOf(worker)).toBe("Other.");
  });

  test("a record that changed since is refused, and what came later is not done", async () => {
    updateAgent(fixture.app.database, worker, { soulTemplate: "Planned." });
    const plan = await fixture.planOf();
    const before = fixture.soulOf(worker);
    updateAgent(fixture.app.database, worker, { soulTemplate: "Changed again." });
    fixture.editSoul(lead, "edited after the plan");
    const { report } = await fixture.apply(plan);
    expect(report.errors.map(({ message }) => message)).toEqual([
      expect.stringContaining("its record or the base URL changed since"),
    ]);
    expect([fixture.soulOf(worker), fixture.soulOf(lead)]).toEqual([before, "edited after the plan"]);
    expect(fixture.gateway.fileWrites).toBe(0);
  });

  test("a renamed agent is corrected by one patch, unless the roster moved since", async () => {
    updateAgent(fixture.app.database, worker, { name: "Renamed" });
    const plan = await fixture.planOf();
    expect(plan.summary).toMatchObject({ agentsToCorrect: 1, configWrites: 1 });
    expect(plan.configDiff).toMatch(/-\s+"name": "Agent 2"\n\+\s+"name": "Renamed"/);
    updateAgent(fixture.app.database, worker, { name: "Renamed again" });
    const { report } = await fixture.apply(plan);
    expect(fixture.gateway.configWrites).toBe(0);
    expect(report.errors[0]?.message).toContain("its entry in the gateway's roster");
    expect((await fixture.apply(await fixture.planOf())).status).toBe("succeeded");
    expect(fixture.gateway.configWrites).toBe(1);
  });

  test("a selection applies the chosen files of the chosen agents alone", async () => {
    for (const id of [lead, worker]) {
      fixture.editSoul(id, "edited");
      fixture.gateway.writeFile(fixture.keyOf(id), "IDENTITY.md", "edited");
    }
    const plan = await fixture.planOf();
    const chosen = selectFromPlan(plan, [{ agentId: worker, files: ["SOUL.md"] }]);
    expect(chosen.summary.change).toBe(1);
    await fixture.apply(chosen);
    expect(fixture.gateway.fileWrites).toBe(1);
    expect(fixture.gateway.readFile(fixture.keyOf(worker), "IDENTITY.md")).toBe("edited");
    expect(fixture.soulOf(lead)).toBe("edited");
    expect(fixture.stateOf(worker)).toMatchObject({ state: "out-of-sync", differing: [{ name: "IDENTITY.md" }] });
  });

  test("an agent that gets a new token is applied whole, and not at all where a part moved", async () => {
    const key = fixture.keyOf(worker);
    const file = fixture.gateway.readFile(key, "AGENTS.md") ?? "";
    fixture.gateway.writeFile(key, "AGENTS.md", withoutToken(file));
    fixture.editSoul(worker, "edited");
    const plan = await fixture.planOf({ rotateTokens: true });
    expect(plan.summary.tokensToRepair).toBe(1);
    const chosen = selectFromPlan(plan, [{ agentId: worker, files: ["SOUL.md"] }]);
    expect(agentOf(chosen, worker)?.files.map(({ name }) => name)).toContain("AGENTS.md");
    fixture.editSoul(worker, "edited again");
    const { report } = await fixture.apply(chosen);
    expect(report.errors[0]?.code).toBe("plan-moved");
    expect(fixture.gateway.fileWrites).toBe(0);
    expect((await fixture.apply(await fixture.planOf({ rotateTokens: true }))).status).toBe("succeeded");
  });

  test("an agent that is gone from the gateway since is not added by a plan that did not say so", async () => {
    fixture.editSoul(worker, "edited");
    const plan = await fixture.planOf({ rotateTokens: true });
    await removeFromRoster(fixture.keyOf(worker));
    const { report } = await fixture.apply(plan);
    expect(report.errors[0]?.message).toContain("no longer on the gateway");
    expect(fixture.gateway.configWrites).toBe(0);
  });

  test("agents that move to another workspace get all their files and their token there", async () => {
    updateGateway(fixture.app.database, fixture.app.vault, fixture.gatewayId, { workspaceRoot: "/elsewhere" });
    const plan = await fixture.planOf();
    expect(plan.summary).toMatchObject({ agentsToCorrect: 7, unchanged: 7, tokensToRepair: 0, blocked: 0 });
    const { status, report } = await fixture.apply(plan);
    expect(report.errors).toEqual([]);
    expect(status).toBe("succeeded");
    expect(hasChanges(await fixture.planOf())).toBe(false);
    expect(fixture.stateOf(worker)?.state).toBe("synced");
  });

  test("applying a plan again does not take back what was edited after it had added the agent", async () => {
    await removeFromRoster(fixture.keyOf(worker));
    const plan = await fixture.planOf({ rotateTokens: true });
    expect(plan.summary.agentsToAdd).toBe(1);
    expect((await fixture.apply(plan)).status).toBe("succeeded");
    fixture.editSoul(worker, "edited afterwards");
    const { report } = await fixture.apply(plan);
    expect(report.errors.map(({ code }) => code)).toEqual(["plan-moved"]);
    expect(fixture.soulOf(worker)).toBe("edited afterwards");
  });

  test("a plan with only settings outside the roster is applied, and a run without agents leaves them", async () => {
    await fixture.app.connections
      .of(fixture.gatewayId)
      .call("config.patch", { raw: JSON.stringify({ tools: { exec: { host: null } } }), baseHash: await configHash() });
    fixture.gateway.resetCounters();
    await fixture.sync({ agentIds: [], includeMain: false });
    expect(fixture.gateway.configWrites).toBe(0);
    const plan = await fixture.planOf();
    expect(plan.summary).toMatchObject({ configWrites: 1, agentsToCorrect: 0, change: 0 });
    expect((await fixture.apply(plan)).status).toBe("succeeded");
    expect(fixture.gateway.configWrites).toBe(1);
    expect(hasChanges(await fixture.planOf())).toBe(false);
  });

  test("an agent whose record is gone since is named", async () => {
    fixture.editSoul(worker, "edited");
    const plan = await fixture.planOf();
    deleteAgent(fixture.app.database, worker);
    const { report, status } = await fixture.apply(plan);
    expect(status).toBe("failed");
    expect(report.errors).toEqual([
      expect.objectContaining({ code: "plan-moved", message: expect.stringContaining("Agent 2") }),
    ]);
  });

  test("a token is masked in a diff wherever it is, also if the agent's own cannot be read", async () => {
    const key = fixture.keyOf(worker);
    const file = fixture.gateway.readFile(key, "AGENTS.md") ?? "";
    const token = /AUTH_TOKEN=([\w-]{43})/.exec(file)?.[1] ?? "none";
    fixture.gateway.writeFile(key, "AGENTS.md", withoutToken(file));
    fixture.editSoul(worker, `Send X-Agent-Token: ${token} with every call.`);
    const plan = await fixture.planOf({ rotateTokens: true });
    const diff = readRun(fixture.app.database, plan.id).drift.find(({ fileName }) => fileName === "SOUL.md")?.diff;
    // A token may begin or end with dashes; leading and trailing dashes are outside its mask.
    expect(diff).toMatch(/X-Agent-Token: [-_]*\(a token\)[-_]* with/);
    expect(diff).not.toContain(token);
  });

  test("a plan holds no token", async () => {
    const tokens = [...fixture.agentIds, fixture.mainId].map((id) => {
      return (
        /AUTH_TOKEN=([\w-]{43})/.exec(fixture.gateway.readFile(fixture.keyOf(id), "AGENTS.md") ?? "")?.[1] ?? "none"
      );
    });
    const plan = await fixture.planOf({ rekeyAll: true, overwrite: true });
    expect(plan.summary.tokensToRepair).toBe(7);
    const text = JSON.stringify([plan, readRun(fixture.app.database, plan.id)]);
    expect(text).toContain("AUTH_TOKEN=(new agent token)");
    for (const token of tokens) expect(text).not.toContain(token);
  });

  async function configHash(): Promise<string> {
    return (await readConfig(fixture.app.connections.of(fixture.gatewayId))).hash;
  }

  async function removeFromRoster(key: string): Promise<void> {
    const { connections } = fixture.app;
    await connections.of(fixture.gatewayId).call("agents.delete", { agentId: key }, { kind: "write" });
    fixture.gateway.resetCounters();
  }
});
