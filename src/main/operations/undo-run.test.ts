import { describe, expect, test } from "vitest";
import type { Plan } from "../../shared/plan.ts";
import { readAgentSyncStates } from "../database/agent-sync-states.ts";
import { updateAgent } from "../database/agents.ts";
import { readContent } from "../database/contents.ts";
import { listFileVersions } from "../database/file-versions.ts";
import { keepTheirs } from "../database/written-files.ts";
import { applySavedPlan, selectFromPlan } from "../provisioning/apply-saved-plan.ts";
import { syncTemplates } from "../provisioning/sync-gateway.ts";
import { fixture, open } from "../provisioning/test-open-fixture.ts";
import { readStoredRun } from "../runs/stored-run.ts";
import { type FileToRestore, restoreOptions, undoOptions } from "./plan-restores.ts";
import { repeatRun, unfinished } from "./repeat-run.ts";

const startedBy = "test";

async function planUndo(runId: string): Promise<Plan> {
  const { plan, report } = await syncTemplates(fixture.app, {
    options: undoOptions(fixture.app.database, runId),
    startedBy,
  });
  expect(report.errors).toEqual([]);
  if (!plan) throw new Error("no plan");
  return plan;
}

async function planRestore(file: FileToRestore): Promise<Plan> {
  const { plan } = await syncTemplates(fixture.app, { options: restoreOptions(fixture.app.database, file), startedBy });
  if (!plan) throw new Error("no plan");
  return plan;
}

/** As the window ticks it at first: everything but conflicts. */
function withoutConflicts(plan: Plan): Plan {
  const chosen = plan.agents.map(({ agentId, files }) => ({
    agentId,
    files: files.filter(({ action }) => action !== "conflict").map(({ name }) => name),
  }));
  return selectFromPlan(plan, chosen);
}

async function apply(plan: Plan) {
  const result = await applySavedPlan(fixture.app, { plan, startedBy });
  expect([result.status, result.report.errors]).toEqual(["succeeded", []]);
  return result.report;
}

const undo = async (runId: string) => apply(withoutConflicts(await planUndo(runId)));

/** Every file of every agent, with its token in place. */
function everything(): Map<string, string> {
  const { gateway, agentIds, mainId, keyOf } = fixture;
  const names = ["AGENTS.md", "SOUL.md", "TOOLS.md", "IDENTITY.md", "USER.md", "MEMORY.md"];
  return new Map(
    [...agentIds, mainId].flatMap((id) =>
      names.map((name) => [`${id} ${name}`, gateway.readFile(keyOf(id), name) ?? ""]),
    ),
  );
}

/** Gives these agents a soul of their own, which changes their SOUL.md at the next sync. */
function changeSouls(ids: readonly string[], text: string): void {
  for (const id of ids) updateAgent(fixture.app.database, id, { soulTemplate: text });
}

describe.each(["2026.3.28", "2026.9.6"])("on %s", (version) => {
  test("a sync and its undo leave every file as it was, and the next sync writes nothing until the record changes", async () => {
    const { sync, agentIds, app } = await open({ gateway: { version } });
    await sync({ rotateTokens: true });
    const before = everything();
    changeSouls(agentIds, "A new soul.");
    const { report } = await sync();
    expect(report.stats.fileWrites).toBe(6);
    expect(everything()).not.toEqual(before);
    const plan = await planUndo(report.runId);
    // A plan of what had been before is no difference from what is wanted now.
    const states = readAgentSyncStates(app.database, agentIds);
    expect(agentIds.map((id) => states.get(id)?.state)).toEqual(Array(6).fill("synced"));
    const undone = await apply(withoutConflicts(plan));
    expect([undone.stats.fileWrites, undone.stats.configWrites]).toEqual([6, 0]);
    expect(everything()).toEqual(before);
    const next = await sync();
    expect([next.report.stats.fileWrites, next.report.agentsUnchanged]).toEqual([0, 6]);
    expect(everything()).toEqual(before);
    changeSouls(agentIds, "A third soul.");
    expect((await sync()).report.stats.fileWrites).toBe(6);
  });

  test("an undo is undone in turn, and a later run on the same file makes it a conflict", async () => {
    const { sync, agentIds } = await open({ gateway: { version } });
    await sync({ rotateTokens: true });
    const before = everything();
    changeSouls(agentIds, "A new soul.");
    const { report } = await sync();
    const after = everything();
    const undone = await undo(report.runId);
    expect(everything()).toEqual(before);
    await undo(undone.runId);
    expect(everything()).toEqual(after);
    expect((await sync()).report.stats.fileWrites).toBe(0);
    changeSouls(agentIds, "A third soul.");
    await sync();
    expect((await planUndo(report.runId)).summary).toMatchObject({ change: 0, conflict: 6 });
  });

  test("a hand edit that a sync replaced comes back with the agent's present token, and stays", async () => {
    const { sync, gateway, agentIds, keyOf, tokenOf, app } = await open({ gateway: { version } });
    const [agent = ""] = agentIds;
    await sync({ rotateTokens: true });
    const tokenFile = version === "2026.3.28" ? "TOOLS.md" : "AGENTS.md";
    const former = tokenOf(agent) ?? "none";
    const edited = `${gateway.readFile(keyOf(agent), tokenFile)}\nA line by hand.`;
    gateway.writeFile(keyOf(agent), tokenFile, edited);
    gateway.writeFile(keyOf(agent), "USER.md", "Likes tea.");
    const { report } = await sync({ overwrite: true });
    await sync({ rekeyAll: true });
    const token = tokenOf(agent) ?? "none";
    const plan = await planUndo(report.runId);
    expect(plan.summary).toMatchObject({ change: 2, create: 0, conflict: 0, configWrites: 0, tokensToRepair: 0 });
    await apply(plan);
    expect(gateway.readFile(keyOf(agent), "USER.md")).toBe("Likes tea.");
    const marked = (text: string) =>
      text
        .split("\n")
        .filter((line) => !line.includes("<!-- Managed by"))
        .join("\n");
    expect(marked(gateway.readFile(keyOf(agent), tokenFile) ?? "")).toBe(marked(edited.replaceAll(former, token)));
    const next = await sync();
    expect([next.report.stats.fileWrites, next.report.errors]).toEqual([0, []]);
    expect(readAgentSyncStates(app.database, [agent]).get(agent)?.state).toBe("synced");
  });

  test("what moved since is a conflict: it is left alone, or kept and then replaced if it is chosen", async () => {
    const { sync, gateway, agentIds, keyOf, app } = await open({ gateway: { version } });
    const [one = "", other = ""] = agentIds;
    await sync({ rotateTokens: true });
    for (const id of [one, other]) gateway.writeFile(keyOf(id), "SOUL.md", "By hand.");
    const { report } = await sync();
    gateway.writeFile(keyOf(other), "SOUL.md", "By hand again.");
    const plan = await planUndo(report.runId);
    expect(plan.summary).toMatchObject({ change: 1, conflict: 1 });
    await apply(withoutConflicts(plan));
    expect(gateway.readFile(keyOf(one), "SOUL.md")).toBe("By hand.");
    expect(gateway.readFile(keyOf(other), "SOUL.md")).toBe("By hand again.");
    await apply(await planUndo(report.runId));
    expect(gateway.readFile(keyOf(other), "SOUL.md")).toBe("By hand.");
    const kept = listFileVersions(app.database, other, "SOUL.md").map(({ contentSha256 }) =>
      readContent(app.database, app.vault, contentSha256),
    );
    expect(kept).toContain("By hand again.");
  });

  test("a file that changed between plan and undo is not replaced", async () => {
    const { sync, gateway, agentIds, keyOf, app } = await open({ gateway: { version } });
    const [agent = ""] = agentIds;
    await sync({ rotateTokens: true });
    gateway.writeFile(keyOf(agent), "SOUL.md", "By hand.");
    const { report } = await sync();
    const plan = await planUndo(report.runId);
    gateway.writeFile(keyOf(agent), "SOUL.md", "Meanwhile.");
    const result = await applySavedPlan(app, { plan, startedBy });
    expect([result.status, result.report.errors.map(({ code }) => code)]).toEqual(["failed", ["plan-moved"]]);
    expect(gateway.readFile(keyOf(agent), "SOUL.md")).toBe("Meanwhile.");
  });

  test("what cannot come back is named: created files, tokens, and text from which secrets were removed", async () => {
    const { sync, gateway, agentIds, keyOf, tokenOf } = await open({ gateway: { version } });
    const [agent = "", other = ""] = agentIds;
    const first = await sync({ rotateTokens: true });
    const plan = await planUndo(first.report.runId);
    expect(plan.summary).toMatchObject({ change: 0, create: 0, conflict: 0 });
    expect(plan.notes?.join(" ")).toContain("7 new tokens");
    expect(plan.notes?.join(" ")).toContain("files that it created");
    gateway.writeFile(keyOf(agent), "SOUL.md", `Hers: AUTH_TOKEN=${tokenOf(other)}`);
    const { report } = await sync();
    const blocked = (await planUndo(report.runId)).agents.flatMap(({ files }) => files);
    expect(blocked.find(({ name }) => name === "SOUL.md")).toMatchObject({
      action: "blocked",
      reason: expect.stringContaining("secrets were removed"),
    });
  });

  test("nothing is brought back without a plan, or of a run that is no longer in the history", async () => {
    const { sync, gateway, agentIds, keyOf, app } = await open({ gateway: { version } });
    await sync({ rotateTokens: true });
    gateway.writeFile(keyOf(agentIds[0] ?? ""), "SOUL.md", "By hand.");
    const { report } = await sync();
    const options = undoOptions(app.database, report.runId);
    await expect(sync({ ...options, dryRun: false })).rejects.toThrow("by applying a plan");
    const plan = await planUndo(report.runId);
    app.database.sqlite.prepare("DELETE FROM runs WHERE id = ?").run(report.runId);
    await expect(applySavedPlan(app, { plan, startedBy })).rejects.toThrow("There is no run");
    expect(gateway.readFile(keyOf(agentIds[0] ?? ""), "SOUL.md")).not.toBe("By hand.");
  });

  test("a version without the agent's token in its place is not restored into the token's file", async () => {
    const { sync, gateway, agentIds, keyOf, tokenOf, app } = await open({ gateway: { version } });
    const [agent = ""] = agentIds;
    await sync({ rotateTokens: true });
    const token = tokenOf(agent) ?? "none";
    const tokenFile = version === "2026.3.28" ? "TOOLS.md" : "AGENTS.md";
    gateway.writeFile(keyOf(agent), tokenFile, "no token at all");
    await sync({ rotateTokens: true });
    const [versionOfEdit] = listFileVersions(app.database, agent, tokenFile).filter(
      ({ contentSha256 }) => readContent(app.database, app.vault, contentSha256) === "no token at all",
    );
    const plan = await planRestore({ agentId: agent, fileName: tokenFile, versionId: versionOfEdit?.id ?? 0 });
    expect(plan.agents[0]?.files.find(({ name }) => name === tokenFile)).toMatchObject({
      action: "blocked",
      reason: expect.stringContaining("token"),
    });
    expect(token).not.toBe("none");
  });

  test("one version of one file is restored; an edit of the present day is a conflict", async () => {
    const { sync, gateway, agentIds, keyOf, app } = await open({ gateway: { version } });
    const [agent = ""] = agentIds;
    await sync({ rotateTokens: true });
    gateway.writeFile(keyOf(agent), "SOUL.md", "By hand.");
    await sync();
    const found = listFileVersions(app.database, agent, "SOUL.md").find(({ source }) => source === "found");
    const file = { agentId: agent, fileName: "SOUL.md", versionId: found?.id ?? 0 };
    expect((await planRestore(file)).summary).toMatchObject({ change: 1, conflict: 0 });
    gateway.writeFile(keyOf(agent), "SOUL.md", "Today.");
    expect((await planRestore(file)).summary).toMatchObject({ change: 0, conflict: 1 });
    await apply(await planRestore(file));
    expect(gateway.readFile(keyOf(agent), "SOUL.md")).toBe("By hand.");
    expect((await sync()).report.stats.fileWrites).toBe(0);
  });

  test("an undo that is cut off at a write is finished by its retry, and nothing is redone by the next sync", async () => {
    const { sync, gateway, agentIds, keyOf, app } = await open({ gateway: { version } });
    await sync({ rotateTokens: true });
    for (const id of agentIds) gateway.writeFile(keyOf(id), "SOUL.md", `Of ${id}.`);
    const { report } = await sync();
    const plan = await planUndo(report.runId);
    const cancel = new AbortController();
    gateway.inject({
      kind: "slow",
      method: "agents.files.set",
      delayMs: 2_500,
      when: "after",
      match: () => {
        cancel.abort(new Error("cancelled"));
        return true;
      },
    });
    const cut = await applySavedPlan(app, { plan, startedBy, signal: cancel.signal });
    expect(cut.status).toBe("cancelled");
    // Some arrived, some did not: neither may be replaced unnoticed.
    const arrived = agentIds.filter((id) => gateway.readFile(keyOf(id), "SOUL.md") === `Of ${id}.`);
    const next = await sync({ dryRun: true });
    const written = new Set(
      next.plan?.agents
        .filter(({ files }) => files.some(({ name, action }) => name === "SOUL.md" && action !== "preserved"))
        .map(({ agentId }) => agentId),
    );
    for (const id of arrived) expect(written.has(id)).toBe(false);
    const snapshot = readStoredRun(app.database, cut.report.runId);
    const again = await repeatRun(app, { snapshot, outcomes: unfinished }, { startedBy });
    expect([again?.status, again?.report.errors]).toEqual(["succeeded", []]);
    for (const id of agentIds) expect(gateway.readFile(keyOf(id), "SOUL.md")).toBe(`Of ${id}.`);
    expect((await sync()).report.stats.fileWrites).toBe(0);
  });

  test("a write that is refused leaves the operator's earlier choice about the file", async () => {
    const { sync, gateway, agentIds, keyOf, app } = await open({ gateway: { version } });
    const [agent = ""] = agentIds;
    await sync({ rotateTokens: true });
    gateway.writeFile(keyOf(agent), "SOUL.md", "First.");
    const { report } = await sync();
    gateway.writeFile(keyOf(agent), "SOUL.md", "Second.");
    const { plan: now } = await sync({ dryRun: true });
    const step = now?.agents.find(({ agentId }) => agentId === agent)?.files.find(({ name }) => name === "SOUL.md");
    const kept = { theirsMaskedSha256: step?.theirsMaskedSha256 ?? "", oursMaskedSha256: step?.oursMaskedSha256 ?? "" };
    keepTheirs(app.database, agent, "SOUL.md", kept);
    const plan = await planUndo(report.runId);
    gateway.inject({ kind: "error", method: "agents.files.set", code: "INVALID_REQUEST", message: "disk full" });
    const result = await applySavedPlan(app, { plan, startedBy });
    expect(result.status).toBe("failed");
    expect((await sync()).report.stats.fileWrites).toBe(0);
    expect(gateway.readFile(keyOf(agent), "SOUL.md")).toBe("Second.");
  });
});
