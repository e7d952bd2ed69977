import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Plan } from "../../shared/plan.ts";
import { updateAgent } from "../database/agents.ts";
import { updateGateway } from "../database/gateways.ts";
import { readRun } from "../database/read-runs.ts";
import { applySavedPlan, selectFromPlan } from "./apply-saved-plan.ts";
import { agentOf, openPlanBench, type PlanBench } from "./test-plan-bench.ts";

let bench: PlanBench;
let worker: string;

afterEach(async () => {
  await bench.close();
});

const versions = ["2026.3.28", "2026.9.6"];
const messagesOf = ({ report }: { report: { errors: { message: string }[] } }) =>
  report.errors.map(({ message }) => message);

async function open(version?: string): Promise<void> {
  bench = await openPlanBench(version ? { gateway: { version } } : {});
  [, , worker = ""] = bench.agentIds;
}

function moveWorkspaces(): void {
  updateGateway(bench.app.database, bench.app.vault, bench.gatewayId, { workspaceRoot: "/elsewhere" });
}

function entryOf(agentId: string): Record<string, unknown> {
  const { agents } = bench.gateway.config() as { agents: { entries?: object; list?: { id: string }[] } };
  const entries = new Map(Object.entries(agents.entries ?? {}));
  for (const entry of agents.list ?? []) entries.set(entry.id, entry);
  return entries.get(bench.keyOf(agentId)) ?? {};
}

/** Changes the roster as an operator does by editing the gateway's configuration. */
function editRoster(edit: (entries: Record<string, object>) => void): void {
  const config = structuredClone(bench.gateway.config());
  edit((config.agents as { entries: Record<string, object> }).entries);
  bench.gateway.setConfig(config);
}

function editEntry(agentId: string, change: object): void {
  editRoster((entries) => Object.assign(entries[bench.keyOf(agentId)] ?? {}, change));
}

function dropEntry(agentId: string): void {
  editRoster((entries) => delete entries[bench.keyOf(agentId)]);
}

/** Applies a plan, and calls `meanwhile` when its agents have been read, long after the configuration. */
function applyWhile(plan: Plan, meanwhile: () => void) {
  return applySavedPlan(bench.app, {
    plan,
    startedBy: "test",
    onEvent: (event) => event.type === "phase" && event.phase === "writing-config" && meanwhile(),
  });
}

describe.each(versions)("agents that are done whole or not at all (%s)", (version) => {
  test("new ones are not added where one of their files is not what was planned", async () => {
    await open(version);
    const plan = await bench.planOf({ rotateTokens: true });
    updateAgent(bench.app.database, worker, { soulTemplate: "Changed after the plan." });
    const { report } = await bench.apply(plan);
    expect(report.errors).toMatchObject([{ code: "plan-moved", agentId: worker }]);
    expect(report.agentsFailed).toBe(1);
    expect(entryOf(worker)).toEqual({});
    expect(entryOf(bench.mainId)).not.toEqual({});
  });

  test("those that would move to another workspace stay, with what they have, where a file or the entry moved", async () => {
    await open(version);
    await bench.sync({ rotateTokens: true });
    moveWorkspaces();
    const plan = await bench.planOf({ overwrite: true, moveWorkspaces: true });
    expect(
      agentOf(selectFromPlan(plan, [{ agentId: worker, files: ["SOUL.md"] }]), worker)?.files.length,
    ).toBeGreaterThan(3);
    updateAgent(bench.app.database, worker, { soulTemplate: "Changed after the plan." });
    const { workspace } = entryOf(worker);
    const memory = bench.gateway.readFile(bench.keyOf(worker), "MEMORY.md");
    bench.gateway.resetCounters();
    const chosen = selectFromPlan(plan, [{ agentId: worker, files: null }]);
    expect(messagesOf(await bench.apply(chosen))).toEqual([expect.stringContaining("SOUL.md: its record")]);
    expect([bench.gateway.fileWrites, bench.gateway.configWrites]).toEqual([0, 0]);
    expect(entryOf(worker)).toMatchObject({ workspace });
    expect(bench.gateway.readFile(bench.keyOf(worker), "MEMORY.md")).toBe(memory);
    expect((await bench.sync({ moveWorkspaces: true })).status).toBe("succeeded");
  });
});

describe("on a gateway that is synced", () => {
  beforeEach(async () => {
    await open();
    await bench.sync({ rotateTokens: true });
  });

  test("nothing is written where an agent was to move and its entry is another by now", async () => {
    moveWorkspaces();
    const plan = selectFromPlan(await bench.planOf({ overwrite: true }), [{ agentId: worker, files: null }]);
    editEntry(worker, { name: "Somebody else" });
    bench.gateway.resetCounters();
    expect(messagesOf(await bench.apply(plan))).toEqual([expect.stringContaining("its entry in the gateway's roster")]);
    expect([bench.gateway.fileWrites, bench.gateway.configWrites]).toEqual([0, 0]);
  });

  test("a sync of chosen files writes them into the workspace that the agent has", async () => {
    moveWorkspaces();
    bench.editSoul(worker, "edited");
    const { status, report } = await bench.sync({ fileNames: ["SOUL.md"] });
    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(bench.soulOf(worker)).not.toBe("edited");
    expect([bench.gateway.configWrites, entryOf(worker).workspace]).not.toContain("/elsewhere");
  });

  test("a change of the roster while a plan is applied is not reverted", async () => {
    updateAgent(bench.app.database, worker, { heartbeatConfig: { every: "5m", target: "last" } });
    const plan = await bench.planOf();
    expect(plan.summary.agentsToCorrect).toBe(1);
    const theirs = { name: "Theirs", heartbeat: { every: "7m", target: "last" } };
    const result = await applyWhile(plan, () => editEntry(worker, theirs));
    expect(messagesOf(result)).toEqual([expect.stringContaining("its entry in the gateway's roster")]);
    expect(entryOf(worker)).toMatchObject(theirs);
  });

  test("an agent that is deleted while a plan is applied is not added again", async () => {
    updateAgent(bench.app.database, worker, { heartbeatConfig: { every: "5m", target: "last" } });
    const plan = await bench.planOf();
    const result = await applyWhile(plan, () => dropEntry(worker));
    expect(messagesOf(result)).toEqual([expect.stringContaining("no longer on the gateway")]);
    expect(entryOf(worker)).toEqual({});
  });

  test("a file that the agent has no more is refused by name", async () => {
    bench.editSoul(worker, "edited");
    const plan = await bench.planOf();
    for (const file of agentOf(plan, worker)?.files ?? []) file.name = "TOOLS.md";
    expect(messagesOf(await bench.apply(plan))).toEqual([
      expect.stringContaining("TOOLS.md: the agent has no such file"),
    ]);
  });

  test("no session is reset of an agent of which a file moved, or which the plan did not reset", async () => {
    bench.editSoul(worker, "edited");
    const plan = await bench.planOf({ resetSessions: true });
    const chosen = selectFromPlan(plan, [{ agentId: worker, files: null }]);
    bench.editSoul(worker, "edited again");
    bench.gateway.resetCounters();
    expect((await bench.apply(chosen)).status).toBe("failed");
    const [agent] = chosen.agents;
    if (agent) agent.resetSession = false;
    bench.editSoul(worker, "edited");
    expect((await bench.apply(chosen)).status).toBe("succeeded");
    expect(bench.gateway.calls.get("sessions.reset")).toBeUndefined();
  });

  test("what was edited in the workspace of an agent that is added again is kept as a diff", async () => {
    bench.editSoul(worker, "edited by hand");
    dropEntry(worker);
    const { status, report } = await bench.sync({ rotateTokens: true });
    expect(status).toBe("succeeded");
    const { drift } = readRun(bench.app.database, report.runId);
    expect(drift.find(({ fileName }) => fileName === "SOUL.md")?.diff).toContain("-edited by hand");
  });
});
