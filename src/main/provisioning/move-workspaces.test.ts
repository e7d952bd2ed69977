import { describe, expect, test } from "vitest";
import { applySavedPlan } from "./apply-saved-plan.ts";
import {
  classic,
  current,
  expectGoodToken,
  fileOf,
  fixture,
  lead,
  memory,
  newPlace,
  oldPlace,
  open,
  placeOf,
  setRoot,
  worker,
} from "./test-moving-fleet.ts";
import { agentOf } from "./test-plan-fixture.ts";
import { outcomeOf } from "./test-sync-results.ts";

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
