import { describe, expect, test } from "vitest";
import { hasWork } from "../../shared/plan-work.ts";
import { readRun } from "../database/read-runs.ts";
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
  syncUntilPatched,
  worker,
} from "./test-moving-fleet.ts";
import { agentOf } from "./test-plan-fixture.ts";

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
