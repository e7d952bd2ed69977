import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Plan } from "../../shared/plan.ts";
import { updateAgent } from "../database/agents.ts";
import { updateGateway } from "../database/gateways.ts";
import { readRun } from "../database/read-runs.ts";
import { applySavedPlan, selectFromPlan } from "./apply-saved-plan.ts";
import { agentOf, openPlanFixture, type PlanFixture } from "./test-plan-fixture.ts";

let fixture: PlanFixture;
let worker: string;

afterEach(async () => {
  await fixture.close();
});

const versions = ["2026.3.28", "2026.9.6"];
const messagesOf = ({ report }: { report: { errors: { message: string }[] } }) =>
  report.errors.map(({ message }) => message);

async function open(version?: string): Promise<void> {
  fixture = await openPlanFixture(version ? { gateway: { version } } : {});
  [, , worker = ""] = fixture.agentIds;
}

function moveWorkspaces(): void {
  updateGateway(fixture.app.database, fixture.app.vault, fixture.gatewayId, { workspaceRoot: "/elsewhere" });
}

function entryOf(agentId: string): Record<string, unknown> {
  const { agents } = fixture.gateway.config() as { agents: { entries?: object; list?: { id: string }[] } };
  const entries = new Map(Object.entries(agents.entries ?? {}));
  for (const entry of agents.list ?? []) entries.set(entry.id, entry);
  return entries.get(fixture.keyOf(agentId)) ?? {};
}

/** Changes the roster as an operator does by editing the gateway's configuration. */
function editRoster(edit: (entries: Record<string, object>) => void): void {
  const config = structuredClone(fixture.gateway.config());
  edit((config.agents as { entries: Record<string, object> }).entries);
  fixture.gateway.setConfig(config);
}

function editEntry(agentId: string, change: object): void {
  editRoster((entries) => Object.assign(entries[fixture.keyOf(agentId)] ?? {}, change));
}

function dropEntry(agentId: string): void {
  editRoster((entries) => delete entries[fixture.keyOf(agentId)]);
}

/** Applies a plan, and calls `meanwhile` when its agents have been read, long after the configuration. */
function applyWhile(plan: Plan, meanwhile: () => void) {
  return applySavedPlan(fixture.app, {
    plan,
    startedBy: "test",
    onEvent: (event) => event.type === "phase" && event.phase === "writing-config" && meanwhile(),
  });
}

describe.each(versions)("agents that are done whole or not at all (%s)", (version) => {
  test("new ones are not added where one of their files is not what was planned", async () => {
    await open(version);
    const plan = await fixture.planOf({ rotateTokens: true });
    updateAgent(fixture.app.database, worker, { soulTemplate: "Changed after the plan." });
    const { report } = await fixture.apply(plan);
    expect(report.errors).toMatchObject([{ code: "plan-moved", agentId: worker }]);
    expect(report.agentsFailed).toBe(1);
    expect(entryOf(worker)).toEqual({});
    expect(entryOf(fixture.mainId)).not.toEqual({});
  });

  test("those that would move to another workspace stay, with what they have, where a file or the entry moved", async () => {
    await open(version);
    await fixture.sync({ rotateTokens: true });
    moveWorkspaces();
    const plan = await fixture.planOf({ overwrite: true, moveWorkspaces: true });
    expect(
      agentOf(selectFromPlan(plan, [{ agentId: worker, files: ["SOUL.md"] }]), worker)?.files.length,
    ).toBeGreaterThan(3);
    updateAgent(fixture.app.database, worker, { soulTemplate: "Changed after the plan." });
    const { workspace } = entryOf(worker);
    const memory = fixture.gateway.readFile(fixture.keyOf(worker), "MEMORY.md");
    fixture.gateway.resetCounters();
    const chosen = selectFromPlan(plan, [{ agentId: worker, files: null }]);
    expect(messagesOf(await fixture.apply(chosen))).toEqual([expect.stringContaining("SOUL.md: its record")]);
    expect([fixture.gateway.fileWrites, fixture.gateway.configWrites]).toEqual([0, 0]);
    expect(entryOf(worker)).toMatchObject({ workspace });
    expect(fixture.gateway.readFile(fixture.keyOf(worker), "MEMORY.md")).toBe(memory);
    expect((await fixture.sync({ moveWorkspaces: true })).status).toBe("succeeded");
  });
});

describe("on a gateway that is synced", () => {
  beforeEach(async () => {
    await open();
    await fixture.sync({ rotateTokens: true });
  });

  test("nothing is written where an agent was to move and its entry is another by now", async () => {
    moveWorkspaces();
    const plan = selectFromPlan(await fixture.planOf({ overwrite: true }), [{ agentId: worker, files: null }]);
    editEntry(worker, { name: "Somebody else" });
    fixture.gateway.resetCounters();
    expect(messagesOf(await fixture.apply(plan))).toEqual([
      expect.stringContaining("its entry in the gateway's roster"),
    ]);
    expect([fixture.gateway.fileWrites, fixture.gateway.configWrites]).toEqual([0, 0]);
  });

  test("a sync of chosen files writes them into the workspace that the agent has", async () => {
    moveWorkspaces();
    fixture.editSoul(worker, "edited");
    const { status, report } = await fixture.sync({ fileNames: ["SOUL.md"] });
    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(fixture.soulOf(worker)).not.toBe("edited");
    expect([fixture.gateway.configWrites, entryOf(worker).workspace]).not.toContain("/elsewhere");
  });

  test("a change of the roster while a plan is applied is not reverted", async () => {
    updateAgent(fixture.app.database, worker, { heartbeatConfig: { every: "5m", target: "last" } });
    const plan = await fixture.planOf();
    expect(plan.summary.agentsToCorrect).toBe(1);
    const theirs = { name: "Theirs", heartbeat: { every: "7m", target: "last" } };
    const result = await applyWhile(plan, () => editEntry(worker, theirs));
    expect(messagesOf(result)).toEqual([expect.stringContaining("its entry in the gateway's roster")]);
    expect(entryOf(worker)).toMatchObject(theirs);
  });

  test("an agent that is deleted while a plan is applied is not added again", async () => {
    updateAgent(fixture.app.database, worker, { heartbeatConfig: { every: "5m", target: "last" } });
    const plan = await fixture.planOf();
    const result = await applyWhile(plan, () => dropEntry(worker));
    expect(messagesOf(result)).toEqual([expect.stringContaining("no longer on the gateway")]);
    expect(entryOf(worker)).toEqual({});
  });

  test("a file that the agent has no more is refused by name", async () => {
    fixture.editSoul(worker, "edited");
    const plan = await fixture.planOf();
    for (const file of agentOf(plan, worker)?.files ?? []) file.name = "TOOLS.md";
    expect(messagesOf(await fixture.apply(plan))).toEqual([
      expect.stringContaining("TOOLS.md: the agent has no such file"),
    ]);
  });

  test("no session is reset of an agent of which a file moved, or which the plan did not reset", async () => {
    fixture.editSoul(worker, "edited");
    const plan = await fixture.planOf({ resetSessions: true });
    const chosen = selectFromPlan(plan, [{ agentId: worker, files: null }]);
    fixture.editSoul(worker, "edited again");
    fixture.gateway.resetCounters();
    expect((await fixture.apply(chosen)).status).toBe("failed");
    const [agent] = chosen.agents;
    if (agent) agent.resetSession = false;
    fixture.editSoul(worker, "edited");
    expect((await fixture.apply(chosen)).status).toBe("succeeded");
    expect(fixture.gateway.calls.get("sessions.reset")).toBeUndefined();
  });

  test("what was edited in the workspace of an agent that is added again is kept as a diff", async () => {
    fixture.editSoul(worker, "edited by hand");
    dropEntry(worker);
    const { status, report } = await fixture.sync({ rotateTokens: true });
    expect(status).toBe("succeeded");
    const { drift } = readRun(fixture.app.database, report.runId);
    expect(drift.find(({ fileName }) => fileName === "SOUL.md")?.diff).toContain("-edited by hand");
  });
});
