import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../shared/sync.ts";
import { readContent } from "../database/contents.ts";
import { listFileVersions } from "../database/file-versions.ts";
import { readFileWrites } from "../database/file-writes.ts";
import { readRun } from "../database/read-runs.ts";
import { readRunDiffs } from "./report/read-run-diffs.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { expectCountsAddUp, outcomeOf } from "./test-sync-results.ts";

/** Every content that was found in a file, the oldest first. */
function keptOf(agentId: string, fileName: string): (string | undefined)[] {
  const { database, vault } = fixture.app;
  const found = listFileVersions(database, agentId, fileName).filter(({ source }) => source === "found");
  return found.map(({ contentSha256 }) => readContent(database, vault, contentSha256));
}

function driftOf(runId: string, agentId: string): string[] {
  return readRun(fixture.app.database, runId)
    .drift.filter((drift) => drift.agentId === agentId)
    .map(({ diff }) => diff);
}

/** Cancels as soon as the gateway has received `writes` file writes. */
function cancelAfter(writes: number) {
  const cancel = new AbortController();
  let seen = 0;
  fixture.gateway.inject({
    kind: "busy",
    method: "agents.files.set",
    match: () => {
      seen += 1;
      if (seen === writes) cancel.abort(new Error("cancelled"));
      return false;
    },
  });
  return { signal: cancel.signal };
}

describe.each(["2026.3.28", "2026.9.6"])("on %s", (version) => {
  test("an edit whose write is cut off by a cancel is in the history; the agent says what is not known", async () => {
    const { sync, gateway, agentIds } = await open({ gateway: { version } });
    const [agent = ""] = agentIds;
    await sync({ rotateTokens: true });
    gateway.writeFile(fixture.keyOf(agent), "SOUL.md", "my own soul");
    const cancel = cancelAfter(1);
    gateway.inject({ kind: "slow", method: "agents.files.set", delayMs: 2_500, when: "after" });
    const { status, report } = await sync({}, cancel);
    expect(status).toBe("cancelled");
    expect(outcomeOf(report, agent)).toMatchObject({
      outcome: "failed",
      filesWritten: [],
      filesUncertain: ["SOUL.md"],
      reason: "cancelled",
    });
    expectCountsAddUp(report);
    expect(driftOf(report.runId, agent).join()).toContain("-my own soul");
    expect(keptOf(agent, "SOUL.md")).toEqual(["my own soul"]);
    expect(readRun(fixture.app.database, report.runId).agents).toEqual(expect.arrayContaining(report.agents));
  });

  test.each([false, true])(
    "a file that someone makes on an agent that was just added is kept (overwrite: %s)",
    async (overwrite) => {
      const { sync, gateway, agentIds } = await open({ gateway: { version } });
      const [agent = ""] = agentIds;
      const agentId = fixture.keyOf(agent);
      const act = () => gateway.writeFile(agentId, "SOUL.md", "made meanwhile");
      const made = gateway.inject({
        kind: "meanwhile",
        method: "agents.files.list",
        agentId,
        when: "after",
        times: 1,
        act,
      });
      const { report } = await sync({ overwrite });
      expect(made.hits).toBe(1);
      expect(outcomeOf(report, agent)?.outcome).toBe(overwrite ? "updated" : "failed");
      if (overwrite) expect(keptOf(agent, "SOUL.md")).toEqual(["made meanwhile"]);
      else expect(gateway.readFile(agentId, "SOUL.md")).toBe("made meanwhile");
    },
  );

  test("a first sync reads none of the missing files of new agents once more", async () => {
    const { sync } = await open({ gateway: { version } });
    const { status, report } = await sync();
    const { rpcCalls, fileWrites } = report.stats;
    expect(status).toBe("succeeded");
    // An agent has about seven files, and takes two listings, a read of its token and a few calls for its automation.
    expect((rpcCalls ?? 0) - (fileWrites ?? 0)).toBeLessThan(8 * (report.agentsInScope + 1));
  });

  test("a write that is refused replaced nothing: no diff says so, and the edit is still there", async () => {
    const { app, sync, gateway, agentIds } = await open({ gateway: { version } });
    const [agent = ""] = agentIds;
    await sync({ rotateTokens: true });
    gateway.writeFile(fixture.keyOf(agent), "SOUL.md", "my own soul");
    gateway.inject({ kind: "error", method: "agents.files.set", code: "INVALID_REQUEST", message: "disk full" });
    const { report } = await sync();
    expect(outcomeOf(report, agent)).toMatchObject({ outcome: "failed", filesWritten: [], filesUncertain: [] });
    expect(driftOf(report.runId, agent)).toEqual([]);
    expect(readFileWrites(app.database, report.runId).get(agent)).toMatchObject([{ state: "not-written" }]);
    expect(gateway.readFile(fixture.keyOf(agent), "SOUL.md")).toBe("my own soul");
  });

  test("a run that is cancelled before its writes are sent claims none of them", async () => {
    const { app, sync, gateway, agentIds } = await open({ gateway: { version } });
    await sync({ rotateTokens: true });
    for (const id of agentIds) gateway.writeFile(fixture.keyOf(id), "SOUL.md", "my own soul");
    const cancel = new AbortController();
    const onEvent = (event: RunEvent) => {
      if (event.type === "agent-state" && event.state === "writing") cancel.abort(new Error("cancelled"));
    };
    const { report } = await sync({}, { signal: cancel.signal, onEvent });
    expect(report.agentsNotAttempted).toBe(6);
    expect(readRun(app.database, report.runId).drift).toEqual([]);
    const writes = [...readFileWrites(app.database, report.runId).values()].flat();
    expect(writes.filter(({ state }) => state !== "not-written")).toEqual([]);
  });

  test("overwrite keeps what it replaces: USER.md and MEMORY.md, and an edit of that very moment", async () => {
    const { sync, gateway, agentIds } = await open({ gateway: { version } });
    const [agent = "", other = ""] = agentIds;
    await sync({ rotateTokens: true });
    gateway.writeFile(fixture.keyOf(agent), "USER.md", "likes tea");
    gateway.writeFile(fixture.keyOf(agent), "MEMORY.md", "learned a lot");
    gateway.writeFile(fixture.keyOf(other), "SOUL.md", "first edit");
    const onEvent = (event: RunEvent) => {
      if (event.type === "phase" && event.phase === "writing-files")
        gateway.writeFile(fixture.keyOf(other), "SOUL.md", "second edit");
    };
    const { status, report } = await sync({ overwrite: true }, { onEvent });
    expect([status, report.errors]).toEqual(["succeeded", []]);
    const diffs = driftOf(report.runId, agent).join();
    expect(diffs).toContain("-likes tea");
    expect(diffs).toContain("-learned a lot");
    expect(keptOf(agent, "MEMORY.md")).toEqual(["learned a lot"]);
    expect(driftOf(report.runId, other).join()).toContain("-second edit");
    expect(keptOf(other, "SOUL.md")).toEqual(["first edit", "second edit"]);
    expect(gateway.readFile(fixture.keyOf(other), "SOUL.md")).not.toContain("second edit");
  });

  test("a file that we never wrote is kept when it is replaced for the first time", async () => {
    const { app, sync, gateway, agentIds } = await open({ gateway: { version } });
    const [agent = ""] = agentIds;
    await sync({ rotateTokens: true });
    app.database.sqlite.exec("DELETE FROM written_files");
    gateway.writeFile(fixture.keyOf(agent), "SOUL.md", "hand-made soul");
    const { report } = await sync({ rotateTokens: true });
    expect(report.errors).toEqual([]);
    expect(gateway.readFile(fixture.keyOf(agent), "SOUL.md")).not.toBe("hand-made soul");
    expect(keptOf(agent, "SOUL.md")).toContain("hand-made soul");
    const diffs = readRunDiffs(app.database, report.runId, () => app.vault);
    expect(diffs.map(({ agentId, fileName }) => [agentId, fileName])).toEqual([[agent, "SOUL.md"]]);
    expect(diffs[0]?.diff).toContain("-hand-made soul");
  });

  test("an edit that is made while the gateway is away is not written over", async () => {
    const { sync, gateway, agentIds } = await open({ gateway: { version } });
    const [agent = ""] = agentIds;
    await sync({ rotateTokens: true });
    gateway.writeFile(fixture.keyOf(agent), "SOUL.md", "first edit");
    gateway.inject({
      kind: "drop",
      method: "agents.files.set",
      match: () => {
        gateway.writeFile(fixture.keyOf(agent), "SOUL.md", "second edit");
        return true;
      },
    });
    const { report } = await sync();
    expect(outcomeOf(report, agent)).toMatchObject({ outcome: "failed", filesUncertain: [] });
    expect(gateway.readFile(fixture.keyOf(agent), "SOUL.md")).toBe("second edit");
    expect(driftOf(report.runId, agent).join()).toContain("-second edit");
  });

  test("no token is in what is kept, nor in any file of the data folder", async () => {
    const secret = "the-gateways-own-token";
    const { app, sync, gateway, agentIds } = await open({ gateway: { version, token: secret } });
    const [agent = "", other = ""] = agentIds;
    await sync({ rotateTokens: true });
    const [own, others] = [fixture.tokenOf(agent) ?? "none", fixture.tokenOf(other) ?? "none"];
    const planted = `mine ${own}\nhers AUTH_TOKEN=${others}\n${others}\ngateway ${secret}\nplain words`;
    gateway.writeFile(fixture.keyOf(agent), "SOUL.md", planted);
    expect((await sync()).report.errors).toEqual([]);
    const [kept = ""] = keptOf(agent, "SOUL.md");
    expect(kept).toContain("plain words");
    const data = readdirSync(app.dataDir)
      .filter((name) => name.startsWith("flight-deck.db"))
      .map((name) => readFileSync(join(app.dataDir, name), "latin1"))
      .join();
    for (const token of [own, others, secret]) {
      expect(kept).not.toContain(token);
      expect(data).not.toContain(token);
    }
  });
});
