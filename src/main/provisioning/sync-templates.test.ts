import { afterEach, describe, expect, test } from "vitest";
import type { RunEvent, SyncReport } from "../../shared/sync.ts";
import { findMainAgent, readAgent, updateAgent } from "../database/agents.ts";
import { updateGateway } from "../database/gateways.ts";
import { readRun } from "../database/read-runs.ts";
import { boardMemory } from "../database/schema/records.ts";
import { agentKey } from "./identity.ts";
import { openTestBench, type TestBench, type TestBenchOptions, uuid } from "./test-bench.ts";
import { verifyToken } from "./tokens/hash-token.ts";
import { readTokenFromAgents, readTokenFromTools } from "./tokens/read-token.ts";

let bench: TestBench;

async function open(options: TestBenchOptions = {}): Promise<TestBench> {
  bench = await openTestBench(options);
  return bench;
}

afterEach(async () => {
  await bench.close();
});

function keyOf(agentId: string): string {
  return agentKey(readAgent(bench.app.database, agentId));
}

function tokenOf(agentId: string): string | null {
  const key = keyOf(agentId);
  const tools = bench.gateway.readFile(key, "TOOLS.md");
  return tools ? readTokenFromTools(tools) : readTokenFromAgents(bench.gateway.readFile(key, "AGENTS.md") ?? null);
}

async function expectTokensVerify(): Promise<void> {
  for (const id of [...bench.agentIds, bench.mainId]) {
    const hash = readAgent(bench.app.database, id).agentTokenHash;
    expect(await verifyToken(tokenOf(id) ?? "", hash ?? ""), `token of ${id}`).toBe(true);
  }
}

function expectCountsAddUp(report: SyncReport): void {
  const { agentsUpdated, agentsUnchanged, agentsSkipped, agentsFailed, agentsNotAttempted } = report;
  expect(agentsUpdated + agentsUnchanged + agentsSkipped + agentsFailed + agentsNotAttempted).toBe(
    report.agentsInScope,
  );
  expect(new Set(report.agents.map(({ agentId }) => agentId)).size).toBe(report.agents.length);
}

function outcomeOf(report: SyncReport, agentId: string) {
  return report.agents.find((row) => row.agentId === agentId);
}

function pauseLine(content: string, index: number, boardId = bench.boardIds[0] ?? "") {
  const createdAt = `2026-02-01T00:00:00.${String(index).padStart(6, "0")}Z`;
  const row = { id: uuid(8, index), boardId, content, tags: null, isChat: true, source: null, createdAt };
  bench.app.database.orm.insert(boardMemory).values(row).run();
}

/** One of every column of GATEWAY.md's table that can be provisioned. */
const versions = [
  "2026.2.9",
  "2026.2.26",
  "2026.3.28",
  "2026.4.15",
  "2026.5.12",
  "2026.7.35",
  "2026.8.1",
  "2026.9.1",
  "2026.9.4",
  "2026.9.6",
];

describe.each(versions)("on %s", (version) => {
  test("a first sync provisions everybody with one patch, a second changes nothing", async () => {
    const { gateway, sync } = await open({ gateway: { version } });
    const first = await sync({ rotateTokens: true });
    expect(first.report.errors).toEqual([]);
    expect(first.status).toBe("succeeded");
    expect(first.report).toMatchObject({ agentsInScope: 6, agentsUpdated: 6, mainUpdated: true });
    expect(first.report.stats.configWrites).toBe(1);
    expectCountsAddUp(first.report);
    await expectTokensVerify();
    gateway.resetCounters();
    const second = await sync();
    expect(second.report).toMatchObject({ agentsUnchanged: 6, agentsUpdated: 0, mainUpdated: false, errors: [] });
    expect([gateway.fileWrites, gateway.configWrites, gateway.restarts]).toEqual([0, 0, 0]);
  });
});

test("on 2026.5.4, which forgets its agents over channel visibility, that is taken back once and not tried again", async () => {
  const { gateway, sync } = await open({ gateway: { version: "2026.5.4" } });
  const first = await sync({ rotateTokens: true });
  expect(first.report.errors).toMatchObject([{ severity: "warning", code: "config-rejected", agentId: null }]);
  expect(first).toMatchObject({ status: "succeeded", report: { agentsUpdated: 6, mainUpdated: true } });
  expect([gateway.configWrites, gateway.restarts]).toEqual([2, 1]);
  expect(gateway.config()).toMatchObject({ tools: { exec: { host: "gateway" } } });
  expect(gateway.config()).not.toHaveProperty("channels");
  await expectTokensVerify();
  gateway.resetCounters();
  const second = await sync();
  expect(second.report).toMatchObject({ agentsUnchanged: 6, errors: [] });
  expect([gateway.fileWrites, gateway.configWrites, gateway.restarts]).toEqual([0, 0, 0]);
});

test("a gateway before 2026.2.9 is refused before anything is written", async () => {
  const { gateway, sync } = await open({ gateway: { version: "2026.1.30" } });
  const { status, report } = await sync({ rotateTokens: true });
  expect(status).toBe("failed");
  expect(report.errors).toMatchObject([{ severity: "error", code: "gateway-too-old" }]);
  expect(report.agentsNotAttempted).toBe(6);
  expect([gateway.fileWrites, gateway.configWrites]).toEqual([0, 0]);
});

describe("tokens", () => {
  test("without rotate tokens, agents without one are skipped with an error that says how to repair", async () => {
    const { sync, gateway } = await open();
    const { status, report } = await sync();
    expect(status).toBe("failed");
    expect(report.agentsSkipped).toBe(6);
    expect(report.errors.every(({ code, hint }) => code === "token-unreadable" && /rotate tokens/.test(hint))).toBe(
      true,
    );
    expect(gateway.configWrites).toBe(0);
  });

  test("a lost token is repaired for its agent alone", async () => {
    const { sync, gateway, agentIds } = await open();
    await sync({ rotateTokens: true });
    const [lost = "", other = ""] = agentIds;
    const before = tokenOf(other);
    const agents = gateway.readFile(keyOf(lost), "AGENTS.md") ?? "";
    gateway.writeFile(keyOf(lost), "AGENTS.md", agents.replace(/.*AUTH_TOKEN=.*/g, ""));
    const skipped = await sync();
    expect(outcomeOf(skipped.report, lost)).toMatchObject({ outcome: "skipped", reason: "no-token" });
    const repaired = await sync({ rotateTokens: true });
    expect(repaired.report).toMatchObject({ agentsUpdated: 1, agentsUnchanged: 5, errors: [] });
    expect(tokenOf(other)).toBe(before);
    await expectTokensVerify();
  });

  test("a drifted token is a warning, and repaired when asked", async () => {
    const { sync, gateway, agentIds } = await open();
    await sync({ rotateTokens: true });
    const [drifted = ""] = agentIds;
    const stray = "x".repeat(43);
    const agents = gateway.readFile(keyOf(drifted), "AGENTS.md") ?? "";
    gateway.writeFile(keyOf(drifted), "AGENTS.md", agents.replaceAll(tokenOf(drifted) ?? "", stray));
    const warned = await sync();
    expect(warned.status).toBe("succeeded");
    expect(warned.report.errors).toMatchObject([{ severity: "warning", code: "token-mismatch", agentId: drifted }]);
    expect((await sync({ rotateTokens: true })).report.errors).toEqual([]);
    expect(tokenOf(drifted)).not.toBe(stray);
    await expectTokensVerify();
  });

  test("re-key all gives everybody another token", async () => {
    const { sync, agentIds } = await open();
    await sync({ rotateTokens: true });
    const before = agentIds.map(tokenOf);
    expect((await sync({ rekeyAll: true })).report).toMatchObject({ agentsUpdated: 6, errors: [] });
    expect(agentIds.map(tokenOf).some((token, index) => token === before[index])).toBe(false);
    await expectTokensVerify();
  });
});

describe("files", () => {
  test("an edit on the gateway is restored and its diff kept, without the token", async () => {
    const { app, sync, gateway, agentIds } = await open();
    await sync({ rotateTokens: true });
    const [edited = ""] = agentIds;
    const before = gateway.readFile(keyOf(edited), "AGENTS.md") ?? "";
    gateway.writeFile(keyOf(edited), "AGENTS.md", `${before}\nSomebody was here.`);
    const { report } = await sync();
    expect(outcomeOf(report, edited)).toMatchObject({ outcome: "updated", filesWritten: ["AGENTS.md"] });
    expect(gateway.readFile(keyOf(edited), "AGENTS.md")).toBe(before);
    const { drift } = readRun(app.database, report.runId);
    expect(drift).toMatchObject([{ agentId: edited, fileName: "AGENTS.md" }]);
    expect(drift[0]?.diff).toContain("-Somebody was here.");
    expect(drift[0]?.diff).not.toContain(tokenOf(edited));
  });

  test("what the agent wrote into USER and MEMORY stays, unless overwritten", async () => {
    const { sync, gateway, agentIds } = await open();
    await sync({ rotateTokens: true });
    const [agent = ""] = agentIds;
    gateway.writeFile(keyOf(agent), "MEMORY.md", "I remember.");
    const kept = await sync();
    expect(outcomeOf(kept.report, agent)).toMatchObject({ outcome: "unchanged", filesPreserved: ["MEMORY.md"] });
    await sync({ overwrite: true });
    expect(gateway.readFile(keyOf(agent), "MEMORY.md")).not.toBe("I remember.");
  });

  test("BOOTSTRAP stays away once the agent has deleted it, until forced", async () => {
    const { sync, gateway, agentIds } = await open();
    await sync({ rotateTokens: true });
    const [lead = ""] = agentIds;
    expect(gateway.readFile(keyOf(lead), "BOOTSTRAP.md")).toBeDefined();
    gateway.deleteFile(keyOf(lead), "BOOTSTRAP.md");
    await sync();
    expect(gateway.readFile(keyOf(lead), "BOOTSTRAP.md")).toBeUndefined();
    await sync({ forceBootstrap: true });
    expect(gateway.readFile(keyOf(lead), "BOOTSTRAP.md")).toBeDefined();
  });

  test.each(["2026.3.28", "2026.9.6"])(
    "on %s agents that move to another workspace get their files there",
    async (version) => {
      const { app, sync, gateway, gatewayId, agentIds } = await open({ gateway: { version } });
      await sync({ rotateTokens: true });
      updateGateway(app.database, app.vault, gatewayId, { workspaceRoot: "/elsewhere" });
      const { status, report } = await sync();
      expect([status, report.errors]).toEqual(["succeeded", []]);
      expect(gateway.readFile(keyOf(agentIds[0] ?? ""), "SOUL.md")).toBeDefined();
      await expectTokensVerify();
      expect((await sync()).report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });
    },
  );

  test("an agent that was there without a heartbeat has it written in the same run", async () => {
    const { sync, gateway, agentIds } = await open();
    const key = keyOf(agentIds[0] ?? "");
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
      gateway.writeFile(keyOf(agent), "SOUL.md", "first edit");
      const onEvent = (event: RunEvent) => {
        if (event.type === "phase" && event.phase === "writing-files")
          gateway.writeFile(keyOf(agent), "SOUL.md", "second edit");
      };
      const { report } = await sync({}, { onEvent });
      expect(outcomeOf(report, agent)?.outcome).toBe("failed");
      expect(report.errors).toMatchObject([{ severity: "error", code: "file-conflict", agentId: agent }]);
      expect(gateway.readFile(keyOf(agent), "SOUL.md")).toBe("second edit");
      expect(readRun(app.database, report.runId).drift[0]?.diff).toContain("-second edit");
      expect((await sync({ overwrite: true })).report.errors).toEqual([]);
      expect(gateway.readFile(keyOf(agent), "SOUL.md")).not.toBe("second edit");
    },
  );
});

describe("scope", () => {
  test("paused boards are skipped by their latest command, whatever its spelling", async () => {
    const { sync } = await open();
    pauseLine("  /PAUSE \n", 1);
    const paused = await sync({ rotateTokens: true });
    expect(paused.status).toBe("succeeded");
    expect(paused.report).toMatchObject({ agentsSkipped: 3, agentsUpdated: 3 });
    expect(paused.report.agents.filter(({ reason }) => reason === "paused")).toHaveLength(3);
    pauseLine("/resume", 2);
    expect((await sync({ rotateTokens: true })).report).toMatchObject({ agentsSkipped: 0, agentsUpdated: 3 });
  });

  test("one board, its lead only, without main", async () => {
    const { sync, boardIds, gateway } = await open();
    const { report } = await sync({
      boardId: boardIds[1] ?? "",
      leadOnly: true,
      includeMain: false,
      rotateTokens: true,
    });
    expect(report).toMatchObject({ agentsInScope: 1, agentsUpdated: 1, mainUpdated: false });
    expect(gateway.agentIds).toContain(`lead-${boardIds[1]}`);
    expect(gateway.agentIds).not.toContain(`lead-${boardIds[0]}`);
  });

  test("a board of another gateway is one error, before anything is contacted", async () => {
    const { sync, gateway } = await open();
    await expect(sync({ boardId: uuid(3, 99) })).rejects.toMatchObject({ code: "board-not-on-gateway" });
    expect(gateway.calls.size).toBe(0);
  });

  test("a gateway without a URL is one error, and everybody is not attempted", async () => {
    const { sync, gateway } = await open({ gatewayChange: { url: "" } });
    const { report } = await sync({ rotateTokens: true });
    expect(report.errors).toMatchObject([{ code: "gateway-no-url" }]);
    expect(report.agentsNotAttempted).toBe(6);
    expect(gateway.calls.size).toBe(0);
  });

  test("a missing main agent is an error, the others are synced all the same", async () => {
    const { app, sync, gatewayId } = await open();
    const main = findMainAgent(app.database, gatewayId);
    app.database.sqlite.prepare("DELETE FROM agents WHERE id = ?").run(main?.id);
    const { status, report } = await sync({ rotateTokens: true });
    expect(status).toBe("failed");
    expect(report).toMatchObject({ agentsUpdated: 6, mainUpdated: false, errors: [{ code: "main-agent-missing" }] });
  });
});

test("the history lists agents in the order of the sync, skipped ones and the main agent in their places", async () => {
  const { app, sync } = await open();
  pauseLine("/pause", 1);
  const followed: string[][] = [];
  const { report } = await sync(
    { rotateTokens: true },
    { onEvent: (event) => event.type === "scope" && followed.push(event.agents.map(({ agentId }) => agentId)) },
  );
  expect([readRun(app.database, report.runId).agents.map(({ agentId }) => agentId)]).toEqual(followed);
});

test("an agent is online once a sync has brought it to its gateway, unless its provisioning waits for a retry", async () => {
  const { app, sync, agentIds, boardIds } = await open();
  const [lead = "", , worker = "", failed = ""] = agentIds;
  pauseLine("/pause", 1);
  const paused = agentIds.find((id) => readAgent(app.database, id).boardId === boardIds[0]) ?? "";
  const status = (id: string) => readAgent(app.database, id).status;
  updateAgent(app.database, failed, { lastProvisionError: "it did not wake" });
  await sync({ rotateTokens: true, dryRun: true });
  expect(new Set(agentIds.map(status))).toEqual(new Set(["provisioning"]));
  await sync({ rotateTokens: true });
  expect(status(paused)).toBe("provisioning");
  pauseLine("/resume", 2);
  await sync({ rotateTokens: true });
  expect([lead, worker, paused, failed].map(status)).toEqual(["online", "online", "online", "provisioning"]);
});

test("two records that mean one agent on the gateway: the second fails instead of fighting the first", async () => {
  const { app, sync, agentIds } = await open();
  const [, , one = "", two = ""] = agentIds;
  for (const id of [one, two]) updateAgent(app.database, id, { name: "Twin", openclawSessionId: null });
  const { report } = await sync({ rotateTokens: true });
  expect(outcomeOf(report, one)?.outcome).toBe("updated");
  expect(outcomeOf(report, two)?.outcome).toBe("failed");
  expect(report.errors).toMatchObject([{ code: "bad-input", agentId: two }]);
});

describe("a gateway in trouble", () => {
  test.each(["2026.3.28", "2026.9.6"])(
    "%s killed in the middle and started again: the same run goes on",
    async (version) => {
      const { sync, gateway } = await open({ gateway: { version } });
      let killed = false;
      const waits: RunEvent[] = [];
      const onEvent = (event: RunEvent) => {
        if (event.type === "gateway-waiting") waits.push(event);
        if (event.type !== "agent-outcome" || killed) return;
        killed = true;
        void gateway.kill().then(() => setTimeout(() => void gateway.start(), 300));
      };
      const { status, report } = await sync({ rotateTokens: true }, { onEvent });
      expect(report.errors).toEqual([]);
      expect(status).toBe("succeeded");
      expect(waits.length).toBeGreaterThan(0);
      await expectTokensVerify();
    },
  );

  test("that stays away: one error, nobody attempted, and the reason is kept", async () => {
    const { sync, gateway } = await open({ retryPolicy: { baseMs: 10, maxMs: 50, jitter: 0, giveUpAfterMs: 200 } });
    await gateway.kill();
    const { status, report } = await sync({ rotateTokens: true });
    expect(status).toBe("unreachable");
    expect(report.errors).toMatchObject([{ severity: "error", code: "gateway-unreachable" }]);
    expect(report.agentsNotAttempted).toBe(6);
    expectCountsAddUp(report);
    await gateway.start();
  });

  test("that does not know our token: refused at once, without naming the token", async () => {
    const { sync } = await open({ gatewayChange: { token: "wrong-token" } });
    const { status, report } = await sync({ rotateTokens: true });
    expect(status).toBe("unreachable");
    expect(report.errors).toMatchObject([{ code: "gateway-auth" }]);
    expect(JSON.stringify(report)).not.toContain("wrong-token");
  });

  test("that wants pairing: says which request to approve, and lets us in afterwards", async () => {
    const { sync, gateway } = await open({ gateway: { requirePairing: true } });
    const { report } = await sync({ rotateTokens: true });
    const requestId = gateway.pendingDevices[0]?.requestId ?? "none";
    expect(report.errors).toMatchObject([{ code: "gateway-pairing" }]);
    expect(report.errors[0]?.hint).toContain(requestId);
    gateway.approvePairing(requestId);
    expect((await sync({ rotateTokens: true })).status).toBe("succeeded");
  });

  test("that is busy or limits rates: waits as asked and goes on", async () => {
    const { sync, gateway } = await open();
    gateway.inject({ kind: "busy", method: "agents.files.set", times: 5 });
    gateway.inject({ kind: "rate-limit", method: "config.patch", times: 1, retryAfterMs: 30 });
    const { status, report } = await sync({ rotateTokens: true });
    expect([status, report.errors]).toEqual(["succeeded", []]);
  });

  test("whose answer to the patch is lost: the configuration is read again instead of patched twice", async () => {
    const { sync, gateway } = await open();
    gateway.inject({ kind: "drop", method: "config.patch", times: 1, when: "after" });
    const { status, report } = await sync({ rotateTokens: true });
    expect([status, report.errors]).toEqual(["succeeded", []]);
    expect(gateway.configWrites).toBe(1);
  });

  test("that drops the connection after a write: the write is not taken for somebody else's", async () => {
    const { sync, gateway } = await open();
    await sync({ rotateTokens: true });
    for (const id of bench.agentIds) gateway.writeFile(keyOf(id), "SOUL.md", "edited");
    gateway.inject({ kind: "drop", method: "agents.files.set", times: 1, when: "after" });
    const { status, report } = await sync();
    expect([status, report.errors]).toEqual(["succeeded", []]);
  });

  test("that refuses one agent's file for good: that agent fails, the others do not", async () => {
    const { sync, gateway, agentIds } = await open();
    const [unlucky = ""] = agentIds;
    const message = "disk quota exceeded";
    gateway.inject({
      kind: "error",
      method: "agents.files.set",
      agentId: keyOf(unlucky),
      code: "INVALID_REQUEST",
      message,
    });
    const { status, report } = await sync({ rotateTokens: true });
    expect(status).toBe("failed");
    expect(report).toMatchObject({ agentsFailed: 1, agentsUpdated: 5, mainUpdated: true });
    expect(report.errors.every(({ agentId }) => agentId === unlucky)).toBe(true);
    gateway.clearFaults();
    expect((await sync({ rotateTokens: true })).status).toBe("succeeded");
    await expectTokensVerify();
  });
});

describe("cancel", () => {
  test("leaves the rest not attempted, and the next sync does it", async () => {
    const { sync } = await open({ agents: 40, gateway: { latencyMs: 5 } });
    const cancel = new AbortController();
    const onEvent = (event: RunEvent) => {
      if (event.type === "agent-outcome") cancel.abort(new Error("cancelled"));
    };
    const { status, report } = await sync({ rotateTokens: true }, { signal: cancel.signal, onEvent });
    expect(status).toBe("cancelled");
    expect(report.agentsNotAttempted).toBeGreaterThan(0);
    expectCountsAddUp(report);
    expect((await sync({ rotateTokens: true })).status).toBe("succeeded");
    await expectTokensVerify();
  });

  test("before the first file of new agents: a lead still gets its first steps from the next sync", async () => {
    const { sync, gateway, agentIds, app } = await open();
    const cancel = new AbortController();
    const onEvent = (event: RunEvent) => {
      if (event.type === "phase" && event.phase === "writing-files") cancel.abort(new Error("cancelled"));
    };
    const { status, report } = await sync({ rotateTokens: true }, { signal: cancel.signal, onEvent });
    expect({ status, fileWrites: report.stats.fileWrites }).toEqual({ status: "cancelled", fileWrites: 0 });
    expect((await sync({ rotateTokens: true })).status).toBe("succeeded");
    const leads = agentIds.filter((id) => readAgent(app.database, id).isBoardLead);
    expect(leads.length).toBeGreaterThan(0);
    for (const id of leads) expect(gateway.readFile(keyOf(id), "BOOTSTRAP.md")).toContain("# First run");
  });
});

test("a listener that fails does not fail the run", async () => {
  const { sync } = await open();
  const onEvent = (event: RunEvent) => {
    if (event.type === "call") throw new Error("the window has closed");
  };
  expect((await sync({ rotateTokens: true }, { onEvent })).status).toBe("succeeded");
});

test("one run at a time per gateway", async () => {
  const { sync } = await open();
  const first = sync({ rotateTokens: true });
  await expect(sync()).rejects.toMatchObject({ code: "run-in-progress" });
  expect((await first).status).toBe("succeeded");
});

test("a dry run tells what would happen and writes nothing", async () => {
  const { sync, gateway } = await open();
  const { report } = await sync({ rotateTokens: true, dryRun: true });
  expect(report).toMatchObject({ agentsUpdated: 6, errors: [] });
  expect([gateway.fileWrites, gateway.configWrites]).toEqual([0, 0]);
  expect(readAgent(bench.app.database, bench.agentIds[0] ?? "").agentTokenHash).toBeNull();
});
