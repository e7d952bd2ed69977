import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Plan, planSchema } from "../../shared/plan.ts";
import { hasChanges } from "../../shared/plan-work.ts";
import type { SyncOptions } from "../../shared/sync.ts";
import { forgetSyncStates, readAgentSyncStates } from "../database/agent-sync-states.ts";
import { deleteAgent, readAgent, updateAgent } from "../database/agents.ts";
import { updateGateway } from "../database/gateways.ts";
import { listRuns, readRun } from "../database/read-runs.ts";
import { findRunPlan } from "../database/run-plans.ts";
import { keepTheirs } from "../database/written-files.ts";
import { readConfig } from "../gateway/config.ts";
import { createLiveRenderer } from "../live-templates.ts";
import { defaultTemplateFolder } from "../templates/template-set.ts";
import { applySavedPlan, selectFromPlan } from "./apply-saved-plan.ts";
import { checkDrift } from "./check-drift.ts";
import { agentKey } from "./identity.ts";
import { openTestBench, type TestBench } from "./test-bench.ts";

let bench: TestBench;

afterEach(async () => {
  await bench.close();
});

function keyOf(agentId: string): string {
  return agentKey(readAgent(bench.app.database, agentId));
}

function soulOf(agentId: string): string {
  return bench.gateway.readFile(keyOf(agentId), "SOUL.md") ?? "";
}

function editSoul(agentId: string, text: string): void {
  bench.gateway.writeFile(keyOf(agentId), "SOUL.md", text);
}

async function planOf(options: Partial<SyncOptions> = {}): Promise<Plan> {
  bench.gateway.resetCounters();
  const { plan, status } = await bench.sync({ ...options, dryRun: true });
  expect(status).toBe("succeeded");
  expect([bench.gateway.fileWrites, bench.gateway.configWrites]).toEqual([0, 0]);
  if (!plan) throw new Error("the dry run left no plan");
  bench.gateway.resetCounters();
  // What is kept in the history and in files is the same document.
  expect(findRunPlan(bench.app.database, plan.id)).toEqual(plan);
  return planSchema.parse(JSON.parse(JSON.stringify(plan)));
}

function apply(plan: Plan) {
  return applySavedPlan(bench.app, { plan, startedBy: "test" });
}

function stateOf(agentId: string) {
  return readAgentSyncStates(bench.app.database, [agentId]).get(agentId);
}

function agentOf(plan: Plan, agentId: string) {
  return plan.agents.find((agent) => agent.agentId === agentId);
}

describe("on a new gateway", () => {
  test.each(["2026.3.28", "2026.9.6"])(
    "of %s the plan adds everybody, and applying it does just that",
    async (version) => {
      bench = await openTestBench({ gateway: { version } });
      const plan = await planOf({ rotateTokens: true });
      expect(plan.summary).toMatchObject({ agentsToAdd: 7, tokensToRepair: 7, configWrites: 1, change: 0, blocked: 0 });
      expect(plan.configDiff).toContain(keyOf(bench.mainId));
      const { status, report } = await apply(plan);
      expect(report.errors).toEqual([]);
      expect(status).toBe("succeeded");
      expect(bench.gateway.configWrites).toBe(1);
      expect(report.stats.fileWrites).toBe(plan.summary.create);
      expect(hasChanges(await planOf())).toBe(false);
      expect(stateOf(bench.mainId)?.state).toBe("synced");
    },
  );

  test("agents without a token are blocked, with the way out", async () => {
    bench = await openTestBench();
    const { plan, status } = await bench.sync({ dryRun: true });
    expect(status).toBe("failed");
    expect(plan?.summary).toMatchObject({ create: 0, blocked: 7, configWrites: 0 });
    expect(plan?.agents[0]?.blocked).toContain("repair tokens");
  });
});

describe("on a gateway that is synced", () => {
  let lead: string;
  let worker: string;

  beforeEach(async () => {
    bench = await openTestBench();
    await bench.sync({ rotateTokens: true });
    [lead = "", , worker = ""] = bench.agentIds;
  });

  test("the plan is empty, and applying it is refused", async () => {
    const plan = await planOf();
    expect(hasChanges(plan)).toBe(false);
    expect(plan.agents.flatMap(({ files }) => files.filter(({ action }) => action !== "preserved"))).toEqual([]);
    await expect(apply(plan)).rejects.toThrow(/nothing to apply/);
  });

  test("says who moved, and takes ours where it was planned", async () => {
    editSoul(worker, "edited");
    const plan = await planOf();
    const [step] = agentOf(plan, worker)?.files.filter(({ name }) => name === "SOUL.md") ?? [];
    expect(step).toMatchObject({ action: "change", moved: "theirs" });
    expect(stateOf(worker)).toMatchObject({ state: "out-of-sync", differing: [{ name: "SOUL.md", moved: "theirs" }] });
    expect(readRun(bench.app.database, plan.id).drift[0]?.diff).toContain("-edited");
    await apply(plan);
    expect(soulOf(worker)).not.toBe("edited");
    expect(bench.gateway.fileWrites).toBe(1);
    expect(stateOf(worker)?.state).toBe("synced");
  });

  test("both sides moved is a conflict", async () => {
    editSoul(worker, "edited");
    updateAgent(bench.app.database, worker, { soulTemplate: "Another soul for {{ agent_name }}." });
    const plan = await planOf();
    expect(plan.summary).toMatchObject({ conflict: 1, change: 0 });
    expect(stateOf(worker)?.state).toBe("conflict");
    await apply(plan);
    expect(soulOf(worker)).toBe("Another soul for Agent 2.");
  });

  test("what moved since the plan is refused and shown, the rest is applied", async () => {
    updateAgent(bench.app.database, worker, { soulTemplate: "Planned." });
    editSoul(lead, "edited");
    const plan = await planOf();
    editSoul(lead, "edited again");
    const { status, report } = await apply(plan);
    expect(status).toBe("failed");
    expect(report.errors).toEqual([
      expect.objectContaining({
        code: "plan-moved",
        agentId: lead,
        message: expect.stringContaining("SOUL.md: changed on the gateway since"),
      }),
    ]);
    expect([soulOf(lead), soulOf(worker)]).toEqual(["edited again", "Planned."]);
  });

  test("a record that changed since is refused, and what came later is not done", async () => {
    updateAgent(bench.app.database, worker, { soulTemplate: "Planned." });
    const plan = await planOf();
    const before = soulOf(worker);
    updateAgent(bench.app.database, worker, { soulTemplate: "Changed again." });
    editSoul(lead, "edited after the plan");
    const { report } = await apply(plan);
    expect(report.errors.map(({ message }) => message)).toEqual([expect.stringContaining("the record changed since")]);
    expect([soulOf(worker), soulOf(lead)]).toEqual([before, "edited after the plan"]);
    expect(bench.gateway.fileWrites).toBe(0);
  });

  test("a renamed agent is corrected by one patch, unless the roster moved since", async () => {
    updateAgent(bench.app.database, worker, { name: "Renamed" });
    const plan = await planOf();
    expect(plan.summary).toMatchObject({ agentsToCorrect: 1, configWrites: 1 });
    expect(plan.configDiff).toMatch(/-\s+"name": "Agent 2"\n\+\s+"name": "Renamed"/);
    updateAgent(bench.app.database, worker, { name: "Renamed again" });
    const { report } = await apply(plan);
    expect(bench.gateway.configWrites).toBe(0);
    expect(report.errors[0]?.message).toContain("its entry in the gateway's roster");
    expect((await apply(await planOf())).status).toBe("succeeded");
    expect(bench.gateway.configWrites).toBe(1);
  });

  test("a selection applies the chosen files of the chosen agents alone", async () => {
    for (const id of [lead, worker]) {
      editSoul(id, "edited");
      bench.gateway.writeFile(keyOf(id), "IDENTITY.md", "edited");
    }
    const plan = await planOf();
    const chosen = selectFromPlan(plan, [{ agentId: worker, files: ["SOUL.md"] }]);
    expect(chosen.summary.change).toBe(1);
    await apply(chosen);
    expect(bench.gateway.fileWrites).toBe(1);
    expect(bench.gateway.readFile(keyOf(worker), "IDENTITY.md")).toBe("edited");
    expect(soulOf(lead)).toBe("edited");
    expect(stateOf(worker)).toMatchObject({ state: "out-of-sync", differing: [{ name: "IDENTITY.md" }] });
  });

  test("an agent that gets a new token is applied whole, and not at all where a part moved", async () => {
    const key = keyOf(worker);
    const file = bench.gateway.readFile(key, "AGENTS.md") ?? "";
    bench.gateway.writeFile(key, "AGENTS.md", file.replace(/AUTH_TOKEN=.*/, "AUTH_TOKEN="));
    editSoul(worker, "edited");
    const plan = await planOf({ rotateTokens: true });
    expect(plan.summary.tokensToRepair).toBe(1);
    const chosen = selectFromPlan(plan, [{ agentId: worker, files: ["SOUL.md"] }]);
    expect(agentOf(chosen, worker)?.files.map(({ name }) => name)).toContain("AGENTS.md");
    editSoul(worker, "edited again");
    const { report } = await apply(chosen);
    expect(report.errors[0]?.code).toBe("plan-moved");
    expect(bench.gateway.fileWrites).toBe(0);
    expect((await apply(await planOf({ rotateTokens: true }))).status).toBe("succeeded");
  });

  test("an agent that is gone from the gateway since is not added by a plan that did not say so", async () => {
    editSoul(worker, "edited");
    const plan = await planOf({ rotateTokens: true });
    await removeFromRoster(keyOf(worker));
    const { report } = await apply(plan);
    expect(report.errors[0]?.message).toContain("no longer on the gateway");
    expect(bench.gateway.configWrites).toBe(0);
  });

  test("theirs is kept until either side changes", async () => {
    editSoul(worker, "better");
    const [step] = agentOf(await planOf(), worker)?.files.filter(({ name }) => name === "SOUL.md") ?? [];
    const theirsMaskedSha256 = step?.theirsMaskedSha256 ?? "";
    const oursMaskedSha256 = step?.oursMaskedSha256 ?? "";
    keepTheirs(bench.app.database, worker, "SOUL.md", { theirsMaskedSha256, oursMaskedSha256 });
    expect(hasChanges(await planOf())).toBe(false);
    expect(stateOf(worker)?.state).toBe("synced");
    await bench.sync();
    expect(soulOf(worker)).toBe("better");
    editSoul(worker, "worse");
    expect((await planOf()).summary.change).toBe(1);
    await bench.sync();
    expect(soulOf(worker)).not.toBe("worse");
  });

  test("a sync of chosen files writes no other, and repairs no token on the way", async () => {
    editSoul(worker, "edited");
    bench.gateway.writeFile(keyOf(worker), "IDENTITY.md", "edited");
    bench.gateway.resetCounters();
    await bench.sync({ agentIds: [worker], includeMain: false, fileNames: ["SOUL.md"] });
    expect(bench.gateway.fileWrites).toBe(1);
    expect(bench.gateway.readFile(keyOf(worker), "IDENTITY.md")).toBe("edited");
    await expect(bench.sync({ fileNames: ["SOUL.md"], rotateTokens: true })).rejects.toThrow(/cannot repair/);
  });

  test("a sync of what is out of sync leaves the rest alone", async () => {
    editSoul(worker, "edited");
    await checkDrift(bench.app, { gatewayId: bench.gatewayId, startedBy: "test" });
    const { report } = await bench.sync({ outOfSyncOnly: true });
    expect(report.agents.map(({ agentId, outcome }) => [agentId, outcome])).toEqual([[worker, "updated"]]);
    expect((await bench.sync({ outOfSyncOnly: true })).report.agents).toEqual([]);
  });

  test("what changed in our own records or templates since is not taken for synced", async () => {
    const database = bench.app.database;
    expect(stateOf(worker)?.state).toBe("synced");
    forgetSyncStates(database, { id: worker });
    expect([stateOf(worker)?.state, stateOf(lead)?.state]).toEqual(["unknown", "synced"]);
    const { report } = await bench.sync({ outOfSyncOnly: true });
    expect(report.agents.map(({ agentId }) => agentId)).toEqual([worker]);
    const folder = mkdtempSync(join(tmpdir(), "flight-deck-templates-"));
    cpSync(defaultTemplateFolder(), folder, { recursive: true });
    appendFileSync(join(folder, "BOARD_SOUL.md.j2"), "\nOne line more.\n");
    const live = createLiveRenderer({ database, templateFolder: folder, baseUrl: "http://127.0.0.1:8000" });
    await live.templates.reload();
    rmSync(folder, { recursive: true });
    expect([stateOf(worker)?.state, stateOf(lead)?.state]).toEqual(["unknown", "unknown"]);
  });

  test("of drift checks the history keeps the latest", async () => {
    const check = () => checkDrift(bench.app, { gatewayId: bench.gatewayId, startedBy: "test" });
    bench.gateway.resetCounters();
    await check();
    const { report, plan } = await check();
    expect([bench.gateway.fileWrites, bench.gateway.configWrites]).toEqual([0, 0]);
    expect(plan && hasChanges(plan)).toBe(false);
    const kept = listRuns(bench.app.database, { limit: 10 }).filter(({ kind }) => kind === "drift-check");
    expect(kept.map(({ id }) => id)).toEqual([report.runId]);
  });

  test("agents that move to another workspace get all their files and their token there", async () => {
    updateGateway(bench.app.database, bench.app.vault, bench.gatewayId, { workspaceRoot: "/elsewhere" });
    const plan = await planOf();
    expect(plan.summary).toMatchObject({ agentsToCorrect: 7, unchanged: 7, tokensToRepair: 0, blocked: 0 });
    const { status, report } = await apply(plan);
    expect(report.errors).toEqual([]);
    expect(status).toBe("succeeded");
    expect(hasChanges(await planOf())).toBe(false);
    expect(stateOf(worker)?.state).toBe("synced");
  });

  test("applying a plan again does not take back what was edited after it had added the agent", async () => {
    await removeFromRoster(keyOf(worker));
    const plan = await planOf({ rotateTokens: true });
    expect(plan.summary.agentsToAdd).toBe(1);
    expect((await apply(plan)).status).toBe("succeeded");
    editSoul(worker, "edited afterwards");
    const { report } = await apply(plan);
    expect(report.errors.map(({ code }) => code)).toEqual(["plan-moved"]);
    expect(soulOf(worker)).toBe("edited afterwards");
  });

  test("a plan of settings outside the roster alone is applied, and a run about nobody leaves them", async () => {
    await bench.app.connections
      .of(bench.gatewayId)
      .call("config.patch", { raw: JSON.stringify({ tools: { exec: { host: null } } }), baseHash: await configHash() });
    bench.gateway.resetCounters();
    await bench.sync({ agentIds: [], includeMain: false });
    expect(bench.gateway.configWrites).toBe(0);
    const plan = await planOf();
    expect(plan.summary).toMatchObject({ configWrites: 1, agentsToCorrect: 0, change: 0 });
    expect((await apply(plan)).status).toBe("succeeded");
    expect(bench.gateway.configWrites).toBe(1);
    expect(hasChanges(await planOf())).toBe(false);
  });

  test("an agent whose record is gone since is named", async () => {
    editSoul(worker, "edited");
    const plan = await planOf();
    deleteAgent(bench.app.database, worker);
    const { report, status } = await apply(plan);
    expect(status).toBe("failed");
    expect(report.errors).toEqual([
      expect.objectContaining({ code: "plan-moved", message: expect.stringContaining("Agent 2") }),
    ]);
  });

  test("a token is masked in a diff wherever it stands, also where the agent's own cannot be read", async () => {
    const key = keyOf(worker);
    const file = bench.gateway.readFile(key, "AGENTS.md") ?? "";
    const token = /AUTH_TOKEN=([\w-]{43})/.exec(file)?.[1] ?? "none";
    bench.gateway.writeFile(key, "AGENTS.md", file.replace(/AUTH_TOKEN=.*/, "AUTH_TOKEN="));
    editSoul(worker, `Send X-Agent-Token: ${token} with every call.`);
    const plan = await planOf({ rotateTokens: true });
    const diff = readRun(bench.app.database, plan.id).drift.find(({ fileName }) => fileName === "SOUL.md")?.diff;
    expect(diff).toContain("X-Agent-Token: AGENT-TOKEN");
    expect(diff).not.toContain(token);
  });

  test("a plan holds no token", async () => {
    const tokens = [...bench.agentIds, bench.mainId].map((id) => {
      return /AUTH_TOKEN=([\w-]{43})/.exec(bench.gateway.readFile(keyOf(id), "AGENTS.md") ?? "")?.[1] ?? "none";
    });
    const plan = await planOf({ rekeyAll: true, overwrite: true });
    expect(plan.summary.tokensToRepair).toBe(7);
    const text = JSON.stringify([plan, readRun(bench.app.database, plan.id)]);
    expect(text).toContain("AUTH_TOKEN=(new agent token)");
    for (const token of tokens) expect(text).not.toContain(token);
  });

  async function configHash(): Promise<string> {
    return (await readConfig(bench.app.connections.of(bench.gatewayId))).hash;
  }

  async function removeFromRoster(key: string): Promise<void> {
    const { connections } = bench.app;
    await connections.of(bench.gatewayId).call("agents.delete", { agentId: key }, { kind: "write" });
    bench.gateway.resetCounters();
  }
});
