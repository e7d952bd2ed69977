import { afterEach, describe, expect, test } from "vitest";
import { hasWork } from "../../shared/plan-work.ts";
import { readAgent, updateAgent } from "../database/agents.ts";
import { updateGateway } from "../database/gateways.ts";
import { readRun } from "../database/read-runs.ts";
import { applySavedPlan } from "./apply-saved-plan.ts";
import { agentOf, openPlanFixture, type PlanFixture } from "./test-plan-fixture.ts";
import { outcomeOf } from "./test-sync-results.ts";
import { verifyToken } from "./tokens/hash-token.ts";

let fixture: PlanFixture;
let worker: string;
let lead: string;
/** The worker's workspaces under the first root and the second. */
let oldPlace: string;
let newPlace: string;

afterEach(async () => {
  await fixture.close();
});

const current = "2026.9.6";
const classic = "2026.3.28";
const memory = "I met Ada on Monday.\n";

/** A synced fleet whose worker has its own MEMORY. */
async function open(version: string): Promise<void> {
  fixture = await openPlanFixture({ gateway: { version } });
  [lead = "", , worker = ""] = fixture.agentIds;
  oldPlace = `/w/workspace-${fixture.keyOf(worker)}`;
  newPlace = `/elsewhere/workspace-${fixture.keyOf(worker)}`;
  await fixture.sync({ rotateTokens: true });
  fixture.gateway.writeFile(fixture.keyOf(worker), "MEMORY.md", memory);
}

function setRoot(workspaceRoot: string): void {
  updateGateway(fixture.app.database, fixture.app.vault, fixture.gatewayId, { workspaceRoot });
}

function placeOf(agentId: string): string {
  const { agents } = fixture.gateway.config() as {
    agents: { entries?: object; list?: { id: string; workspace?: string }[] };
  };
  const entries = new Map<string, { workspace?: string }>(Object.entries(agents.entries ?? {}));
  for (const { id, ...entry } of agents.list ?? []) entries.set(id, entry);
  return entries.get(fixture.keyOf(agentId))?.workspace ?? "";
}

const fileOf = (agentId: string, name: string) => fixture.gateway.readFile(fixture.keyOf(agentId), name);

/** Stops a sync as soon as the gateway has the new roster, before a single file is written. */
async function syncUntilPatched(): Promise<void> {
  const stop = new AbortController();
  const { status } = await fixture.sync(
    { moveWorkspaces: true },
    {
      signal: stop.signal,
      onEvent: (event) => event.type === "phase" && event.phase === "writing-files" && stop.abort(),
    },
  );
  expect(status).toBe("cancelled");
  expect(placeOf(worker)).toBe(newPlace);
}

async function expectGoodToken(agentId: string, token: string | null): Promise<void> {
  expect(fixture.tokenOf(agentId)).toBe(token);
  expect(await verifyToken(token ?? "", readAgent(fixture.app.database, agentId).agentTokenHash ?? "")).toBe(true);
}

describe("where the gateway lists what a workspace holds", () => {
  test("an agent takes its own files along, and its token", async () => {
    await open(current);
    const token = fixture.tokenOf(worker);
    fixture.gateway.writeFile(fixture.keyOf(worker), "USER.md", "Ada likes short answers.\n");
    setRoot("/elsewhere");

    const planned = agentOf(await fixture.planOf(), worker);
    expect(planned?.move).toEqual({
      ...{ from: oldPlace, to: newPlace, isRefused: false, leaves: [], isListed: true },
      carries: ["MEMORY.md", "USER.md"],
    });
    const names = planned?.files.filter(({ action }) => action === "create").map(({ name }) => name);
    expect(names).toEqual(["AGENTS.md", "SOUL.md", "IDENTITY.md"]);

    const { status, report } = await fixture.sync();

    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(placeOf(worker)).toBe(newPlace);
    expect(fileOf(worker, "MEMORY.md")).toBe(memory);
    expect(fileOf(worker, "USER.md")).toBe("Ada likes short answers.\n");
    expect(outcomeOf(report, worker)?.filesWritten).toContain("MEMORY.md");
    await expectGoodToken(worker, token);
    expect(fixture.gateway.readWorkspaceFile(oldPlace, "MEMORY.md")).toBe(memory);
    expect((await fixture.sync()).report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });
  });

  test("an agent that would leave notes behind stays, and everything else about it is synced", async () => {
    await open(current);
    fixture.gateway.writeFile(fixture.keyOf(worker), "memory/2026-11-27.md", "a note");
    fixture.editSoul(worker, "edited");
    setRoot("/elsewhere");

    const { status, report, plan } = await fixture.sync({ dryRun: true });
    expect(status).toBe("failed");
    expect(plan && agentOf(plan, worker)?.move).toMatchObject({
      isRefused: true,
      leaves: [{ name: "memory/", why: "a folder" }],
    });
    expect(report.agentsFailed).toBe(1);
    expect(fixture.stateOf(worker)?.state).toBe("out-of-sync");

    const synced = await fixture.sync();

    expect(synced.status).toBe("failed");
    expect(synced.report.errors).toMatchObject([{ code: "workspace-kept", agentId: worker }]);
    expect(synced.report.errors[0]?.message).toContain("memory/");
    expect(outcomeOf(synced.report, worker)?.outcome).toBe("failed");
    expect([placeOf(worker), placeOf(lead)]).toEqual([oldPlace, `/elsewhere/workspace-${fixture.keyOf(lead)}`]);
    expect(fixture.soulOf(worker)).not.toBe("edited");
    expect(fileOf(worker, "MEMORY.md")).toBe(memory);
    expect(fixture.stateOf(worker)?.state).toBe("out-of-sync");
  });

  test("asked to, it moves, and the plan and a warning name what stays behind", async () => {
    await open(current);
    fixture.gateway.writeFile(fixture.keyOf(worker), "memory/2026-11-27.md", "a note");
    setRoot("/elsewhere");
    const plan = await fixture.planOf({ moveWorkspaces: true });
    expect(agentOf(plan, worker)?.move).toMatchObject({ isRefused: false, leaves: [{ name: "memory/" }] });
    const { status, report } = await applySavedPlan(fixture.app, { plan, startedBy: "test" });
    expect(status).toBe("succeeded");
    expect(report.errors).toMatchObject([{ severity: "warning", code: "workspace-left", agentId: worker }]);
    expect(fileOf(worker, "MEMORY.md")).toBe(memory);
    expect(fixture.gateway.readWorkspaceFile(oldPlace, "memory/2026-11-27.md")).toBe("a note");
  });

  test("a saved plan in which it stays is applied without the move, whatever was removed since", async () => {
    await open(current);
    fixture.gateway.writeFile(fixture.keyOf(worker), "notes.md", "a note");
    fixture.editSoul(worker, "edited");
    setRoot("/elsewhere");
    const { plan } = await fixture.sync({ dryRun: true });
    fixture.gateway.deleteFile(fixture.keyOf(worker), "notes.md");
    if (!plan) throw new Error("no plan");
    const { report } = await applySavedPlan(fixture.app, { plan, startedBy: "test" });
    expect(report.errors.map(({ code }) => code)).toEqual(["workspace-kept"]);
    expect(placeOf(worker)).toBe(oldPlace);
    expect(fixture.soulOf(worker)).not.toBe("edited");
  });

  test("a listing of another folder than the files are in counts as none", async () => {
    await open(current);
    const nothing = { entries: [], totalEntries: 0 };
    const listing = { kind: "wrong-type", method: "agents.workspace.list", payload: nothing } as const;
    fixture.gateway.inject({ ...listing, agentId: fixture.keyOf(worker), times: 20 });
    setRoot("/elsewhere");
    const { report } = await fixture.sync();
    expect(report.errors).toMatchObject([{ code: "workspace-kept", agentId: worker }]);
    expect(placeOf(worker)).toBe(oldPlace);
  });
});

describe("an agent whose id on the gateway changed", () => {
  const becomeWorker = () =>
    updateAgent(fixture.app.database, lead, { openclawSessionId: `agent:mc-${lead}:main`, isBoardLead: false });

  test("takes its own files along, and its token; a warning names the former entry", async () => {
    await open(current);
    const formerKey = fixture.keyOf(lead);
    const token = fixture.tokenOf(lead);
    fixture.gateway.writeFile(formerKey, "MEMORY.md", memory);
    becomeWorker();
    const { status, report } = await fixture.sync();
    expect(status).toBe("succeeded");
    expect(report.errors).toMatchObject([{ severity: "warning", code: "workspace-left", agentId: lead }]);
    expect(report.errors[0]?.message).toContain(formerKey);
    expect(fileOf(lead, "MEMORY.md")).toBe(memory);
    await expectGoodToken(lead, token);
  });

  test.each([
    ["led another board", (id: string) => ({ agentId: id, boardId: fixture.boardIds[1] ?? "" })],
    ["had a key of no form of ours", (id: string) => ({ agentId: id, formerKey: "pico" })],
  ])("takes its files along when it %s", async (_, change) => {
    await open(current);
    const { agentId, boardId, formerKey } = { formerKey: undefined, boardId: undefined, ...change(lead) };
    if (formerKey) {
      const openclawSessionId = `agent:${formerKey}:main`;
      updateAgent(fixture.app.database, agentId, { openclawSessionId, isBoardLead: false });
      await fixture.sync();
    }
    const former = fixture.keyOf(agentId);
    const token = fixture.tokenOf(agentId);
    fixture.gateway.writeFile(former, "MEMORY.md", memory);
    becomeWorker();
    if (boardId) updateAgent(fixture.app.database, agentId, { boardId });
    const { status, report } = await fixture.sync();
    expect(status).toBe("succeeded");
    expect(report.errors.find((error) => error.agentId === agentId)?.message).toContain(former);
    expect(fileOf(agentId, "MEMORY.md")).toBe(memory);
    await expectGoodToken(agentId, token);
  });

  test("takes along what it has by now when an earlier run could not add it", async () => {
    await open(current);
    const formerKey = fixture.keyOf(lead);
    fixture.gateway.writeFile(formerKey, "MEMORY.md", "before\n");
    becomeWorker();
    const refusal = { code: "INVALID_REQUEST", message: "invalid config: no" } as const;
    const fault = fixture.gateway.inject({ kind: "error", method: "config.patch", times: 50, ...refusal });
    expect((await fixture.sync()).status).toBe("failed");
    fault.remove();
    fixture.gateway.writeFile(formerKey, "MEMORY.md", memory);
    const { status, report } = await fixture.sync();
    expect(status).toBe("succeeded");
    expect(report.errors).toMatchObject([{ severity: "warning", code: "workspace-left", agentId: lead }]);
    expect(fileOf(lead, "MEMORY.md")).toBe(memory);
  });

  test("is not added while that would leave notes behind", async () => {
    await open(current);
    const formerKey = fixture.keyOf(lead);
    fixture.gateway.writeFile(formerKey, "notes.md", "a note");
    becomeWorker();
    const { status, report } = await fixture.sync();
    expect(status).toBe("failed");
    expect(report.errors).toMatchObject([{ code: "workspace-kept", agentId: lead }]);
    expect(fixture.gateway.agentIds).not.toContain(fixture.keyOf(lead));
  });
});

describe("where it does not", () => {
  test("agents with files of their own stay until the operator says that the rest was copied", async () => {
    await open(classic);
    const token = fixture.tokenOf(worker);
    fixture.gateway.writeFile(fixture.keyOf(worker), "memory.md", "more\n");
    setRoot("/elsewhere");
    const refused = await fixture.sync();
    expect(refused.status).toBe("failed");
    expect(refused.report.errors[0]).toMatchObject({ code: "workspace-kept" });
    expect(refused.report.errors[0]?.message).toContain("does not list");
    expect(placeOf(worker)).toBe(oldPlace);
    expect(fileOf(worker, "MEMORY.md")).toBe(memory);

    const moved = await fixture.sync({ moveWorkspaces: true });

    expect(moved.status).toBe("succeeded");
    expect(placeOf(worker)).toBe(newPlace);
    expect([fileOf(worker, "MEMORY.md"), fileOf(worker, "memory.md")]).toEqual([memory, "more\n"]);
    await expectGoodToken(worker, token);
    expect((await fixture.sync()).report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });
  });
});

describe.each([classic, current])("on %s", (version) => {
  const asked = { moveWorkspaces: true };

  test("a move that was cut off after the gateway took it is finished by the next sync", async () => {
    await open(version);
    const tokens = [worker, lead].map((agentId) => fixture.tokenOf(agentId));
    setRoot("/elsewhere");
    await syncUntilPatched();
    expect(fileOf(worker, "MEMORY.md")).toBeUndefined();

    const planned = agentOf(await fixture.planOf(), worker);
    expect(planned?.move).toMatchObject({ from: oldPlace, to: newPlace, carries: ["MEMORY.md"] });
    expect(planned && hasWork(planned)).toBe(true);

    const { status, report } = await fixture.sync();

    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(fileOf(worker, "MEMORY.md")).toBe(memory);
    await expectGoodToken(worker, tokens[0] ?? null);
    await expectGoodToken(lead, tokens[1] ?? null);
    expect(fileOf(lead, "BOOTSTRAP.md")).toBeDefined();
    expect((await fixture.sync()).report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });
  });

  test("one that was cut off is finished in the place that the record names by then", async () => {
    await open(version);
    const token = fixture.tokenOf(worker);
    setRoot("/elsewhere");
    await syncUntilPatched();
    setRoot("/third");
    const { status } = await fixture.sync(asked);
    expect(status).toBe("succeeded");
    expect(placeOf(worker)).toBe(`/third/workspace-${fixture.keyOf(worker)}`);
    expect(fileOf(worker, "MEMORY.md")).toBe(memory);
    await expectGoodToken(worker, token);
  });

  test("a file that the gateway does not take is brought by the next sync", async () => {
    await open(version);
    setRoot("/elsewhere");
    const fault = { kind: "error", method: "agents.files.set", code: "INVALID_REQUEST", message: "disk full" } as const;
    fixture.gateway.inject({ ...fault, match: ({ name, content }) => name === "MEMORY.md" && content === memory });
    const first = await fixture.sync(asked);
    expect(first.status).toBe("failed");
    fixture.gateway.clearFaults();
    expect((await fixture.sync()).status).toBe("succeeded");
    expect(fileOf(worker, "MEMORY.md")).toBe(memory);
  });

  test("what is in the new workspace already is never overwritten, and both are named", async () => {
    await open(version);
    fixture.gateway.writeWorkspaceFile(newPlace, "MEMORY.md", "copied and edited\n");
    setRoot("/elsewhere");
    const { status, report } = await fixture.sync(asked);
    expect(status).toBe("succeeded");
    const warning = report.errors.find(({ agentId, message }) => agentId === worker && message.includes("MEMORY.md"));
    expect(warning).toMatchObject({ severity: "warning", code: "workspace-left" });
    expect([warning?.message, warning?.hint].join()).toContain(oldPlace);
    expect(fileOf(worker, "MEMORY.md")).toBe("copied and edited\n");
    const { drift } = readRun(fixture.app.database, report.runId);
    expect(drift.find(({ agentId, fileName }) => agentId === worker && fileName === "MEMORY.md")?.diff).toContain(
      "-I met Ada",
    );
  });

  test("an agent that is moved back finds what it left there, and nothing is overwritten", async () => {
    await open(version);
    setRoot("/elsewhere");
    await fixture.sync(asked);
    fixture.gateway.writeFile(fixture.keyOf(worker), "MEMORY.md", "I met Grace, too.\n");
    setRoot("/w");
    const { report } = await fixture.sync(asked);
    expect(fileOf(worker, "MEMORY.md")).toBe(memory);
    expect(fixture.gateway.readWorkspaceFile(newPlace, "MEMORY.md")).toBe("I met Grace, too.\n");
    expect(report.errors.some(({ agentId, message }) => agentId === worker && message.includes("MEMORY.md"))).toBe(
      true,
    );
  });

  test("with overwrite the template takes its place, and the diff is kept", async () => {
    await open(version);
    fixture.editSoul(worker, "edited by hand");
    setRoot("/elsewhere");
    const { status, report } = await fixture.sync({ ...asked, overwrite: true });
    expect(status).toBe("succeeded");
    expect(fileOf(worker, "MEMORY.md")).not.toBe(memory);
    const { drift } = readRun(fixture.app.database, report.runId);
    const diffOf = (name: string) => drift.find((row) => row.agentId === worker && row.fileName === name)?.diff;
    expect(diffOf("MEMORY.md")).toContain("-I met Ada");
    expect(diffOf("SOUL.md")).toContain("-edited by hand");
  });

  test("a workspace that was changed on the gateway is left with what the agent has there", async () => {
    await open(version);
    const config = structuredClone(fixture.gateway.config()) as {
      agents: { entries?: Record<string, { workspace: string }>; list?: { id: string; workspace: string }[] };
    };
    const key = fixture.keyOf(worker);
    const entry = config.agents.entries?.[key] ?? config.agents.list?.find(({ id }) => id === key);
    if (entry) entry.workspace = "/theirs";
    for (const name of ["AGENTS.md", "TOOLS.md", "MEMORY.md"]) {
      const content = fixture.gateway.readWorkspaceFile(oldPlace, name);
      if (content !== undefined) fixture.gateway.writeWorkspaceFile("/theirs", name, content);
    }
    fixture.gateway.setConfig(config as never);
    fixture.gateway.writeWorkspaceFile("/theirs", "memory/today.md", "a note");
    const { report } = await fixture.sync();
    expect(report.errors).toMatchObject([{ code: "workspace-kept", agentId: worker }]);
    expect(placeOf(worker)).toBe("/theirs");
  });
});
