import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../shared/sync.ts";
import { updateGateway } from "../database/gateways.ts";
import { listRuns, readRun } from "../database/read-runs.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { expectTokensVerify, outcomeOf } from "./test-sync-results.ts";

describe("files", () => {
  test("an edit on the gateway is restored and its diff kept, without the token", async () => {
    const { app, sync, gateway, agentIds } = await open();
    await sync({ rotateTokens: true });
    const [edited = ""] = agentIds;
    const before = gateway.readFile(fixture.keyOf(edited), "AGENTS.md") ?? "";
    gateway.writeFile(fixture.keyOf(edited), "AGENTS.md", `${before}\nSomebody was here.`);
    const { report } = await sync();
    expect(outcomeOf(report, edited)).toMatchObject({ outcome: "updated", filesWritten: ["AGENTS.md"] });
    expect(gateway.readFile(fixture.keyOf(edited), "AGENTS.md")).toBe(before);
    const { drift } = readRun(app.database, report.runId);
    expect(drift).toMatchObject([{ agentId: edited, fileName: "AGENTS.md" }]);
    expect(drift[0]?.diff).toContain("-Somebody was here.");
    expect(drift[0]?.diff).not.toContain(fixture.tokenOf(edited));
  });

  test.each(["2026.3.28", "2026.9.6"])("on %s a file that is not UTF-8 is replaced like any other", async (version) => {
    const { sync, gateway, agentIds } = await open({ gateway: { version } });
    await sync({ rotateTokens: true });
    const [edited = ""] = agentIds;
    const before = gateway.readFile(fixture.keyOf(edited), "SOUL.md") ?? "";
    const latin1 = Buffer.concat([Buffer.from(`${before}\nCaf`), Buffer.from([0xe9, 0x0a])]);
    for (const options of [{}, { verify: true }]) {
      gateway.writeBytes(fixture.keyOf(edited), "SOUL.md", latin1);
      const { report } = await sync(options);
      expect(outcomeOf(report, edited)).toMatchObject({ outcome: "updated", filesWritten: ["SOUL.md"] });
      expect(gateway.readFile(fixture.keyOf(edited), "SOUL.md")).toBe(before);
    }
    // Seen, kept and remembered, it is written later without being read again.
    gateway.writeBytes(fixture.keyOf(edited), "SOUL.md", latin1);
    await sync({ dryRun: true });
    await sync({ dryRun: true });
    expect(outcomeOf((await sync()).report, edited)).toMatchObject({ outcome: "updated", filesWritten: ["SOUL.md"] });
    expect((await sync()).report.stats).toMatchObject({ fileWrites: 0 });
  });

  test("what the agent wrote into USER and MEMORY stays, unless overwritten", async () => {
    const { sync, gateway, agentIds } = await open();
    await sync({ rotateTokens: true });
    const [agent = ""] = agentIds;
    gateway.writeFile(fixture.keyOf(agent), "MEMORY.md", "I remember.");
    const kept = await sync();
    expect(outcomeOf(kept.report, agent)).toMatchObject({ outcome: "unchanged", filesPreserved: ["MEMORY.md"] });
    await sync({ overwrite: true });
    expect(gateway.readFile(fixture.keyOf(agent), "MEMORY.md")).not.toBe("I remember.");
  });

  test("BOOTSTRAP stays away once the agent has deleted it, until forced", async () => {
    const { sync, gateway, agentIds } = await open();
    await sync({ rotateTokens: true });
    const [lead = ""] = agentIds;
    expect(gateway.readFile(fixture.keyOf(lead), "BOOTSTRAP.md")).toBeDefined();
    gateway.deleteFile(fixture.keyOf(lead), "BOOTSTRAP.md");
    await sync();
    expect(gateway.readFile(fixture.keyOf(lead), "BOOTSTRAP.md")).toBeUndefined();
    await sync({ forceBootstrap: true });
    expect(gateway.readFile(fixture.keyOf(lead), "BOOTSTRAP.md")).toBeDefined();
  });

  test.each(["2026.3.28", "2026.9.6"])(
    "on %s agents that move to another workspace get their files there",
    async (version) => {
      const { app, sync, gateway, gatewayId, agentIds } = await open({ gateway: { version } });
      await sync({ rotateTokens: true });
      updateGateway(app.database, app.vault, gatewayId, { workspaceRoot: "/elsewhere" });
      const { status } = await sync({ moveWorkspaces: true });
      expect(status).toBe("succeeded");
      expect(gateway.readFile(fixture.keyOf(agentIds[0] ?? ""), "SOUL.md")).toBeDefined();
      await expectTokensVerify(fixture);
      expect((await sync()).report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });
    },
  );

  test("an agent that was there without a heartbeat has it written in the same run", async () => {
    const { sync, gateway, agentIds } = await open();
    const key = fixture.keyOf(agentIds[0] ?? "");
    const agents = { ownership: "explicit", entries: { main: {}, [key]: { workspace: "/was/there/before" } } };
    gateway.setConfig({ ...gateway.config(), agents });
    const first = await sync({ rotateTokens: true });
    expect(first.report.errors).toEqual([]);
    expect(gateway.readScratch(key)).toBeDefined();
    expect((await sync()).report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });
  });

  test.each(["2026.3.28", "2026.9.6"])(
    "on %s a change between reading and writing is a conflict, never overwritten",
    async (version) => {
      const { app, sync, gateway, agentIds } = await open({ gateway: { version } });
      await sync({ rotateTokens: true });
      const [agent = ""] = agentIds;
      gateway.writeFile(fixture.keyOf(agent), "SOUL.md", "first edit");
      const onEvent = (event: RunEvent) => {
        if (event.type === "phase" && event.phase === "writing-files")
          gateway.writeFile(fixture.keyOf(agent), "SOUL.md", "second edit");
      };
      const { report } = await sync({}, { onEvent });
      expect(outcomeOf(report, agent)?.outcome).toBe("failed");
      expect(report.errors).toMatchObject([{ severity: "error", code: "file-conflict", agentId: agent }]);
      expect(gateway.readFile(fixture.keyOf(agent), "SOUL.md")).toBe("second edit");
      expect(readRun(app.database, report.runId).drift[0]?.diff).toContain("-second edit");
      expect((await sync({ overwrite: true })).report.errors).toEqual([]);
      expect(gateway.readFile(fixture.keyOf(agent), "SOUL.md")).not.toBe("second edit");
    },
  );

  test("a sync of chosen files writes no other, and repairs no token on the way", async () => {
    const { sync, gateway, agentIds } = await open();
    await sync({ rotateTokens: true });
    const [, , worker = ""] = agentIds;
    for (const name of ["SOUL.md", "IDENTITY.md"]) gateway.writeFile(fixture.keyOf(worker), name, "edited");
    gateway.resetCounters();
    await sync({ agentIds: [worker], includeMain: false, fileNames: ["SOUL.md"] });
    expect(gateway.fileWrites).toBe(1);
    expect(gateway.readFile(fixture.keyOf(worker), "IDENTITY.md")).toBe("edited");
    await expect(sync({ fileNames: ["SOUL.md"], rotateTokens: true })).rejects.toThrow(/cannot repair/);
  });

  test("a name that no file has is refused before anything is contacted or recorded", async () => {
    const { app, sync, gateway } = await open();
    await expect(sync({ fileNames: ["SOUL.md", "SOLU.md"] })).rejects.toMatchObject({ code: "bad-input" });
    expect(gateway.calls.size).toBe(0);
    expect(listRuns(app.database, { limit: 1 })).toEqual([]);
  });

  test.each([
    ["2026.9.6", ["TOOLS.md", "HEARTBEAT.md"]],
    ["2026.3.28", ["HEARTBEAT"]],
  ])("a name that only the other dialect has is told as a warning (%s)", async (version, missing) => {
    const { sync } = await open({ gateway: { version } });
    await sync({ rotateTokens: true });
    const { status, report } = await sync({ fileNames: ["SOUL.md", ...missing] });
    expect(status).toBe("succeeded");
    expect(report.errors).toMatchObject([
      {
        severity: "warning",
        code: "file-not-there",
        message: expect.stringContaining(`has ${missing.join(" or ")} on`),
      },
    ]);
  });
});
