import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../shared/sync.ts";
import { findMainAgent, readAgent, updateAgent } from "../database/agents.ts";
import { readRun } from "../database/read-runs.ts";
import { boardMemory } from "../database/schema/record-tables.ts";
import { uuid } from "./test-fixture.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { expectCountsAddUp, expectTokensVerify, outcomeOf } from "./test-sync-results.ts";
import { hashToken } from "./tokens/hash-token.ts";

function pauseLine(content: string, index: number, boardId = fixture.boardIds[0] ?? "") {
  const createdAt = `2026-02-01T00:00:00.${String(index).padStart(6, "0")}Z`;
  const row = { id: uuid(8, index), boardId, content, tags: null, isChat: true, source: null, createdAt };
  fixture.app.database.orm.insert(boardMemory).values(row).run();
}

/** One of every column of docs/gateways.md's table that can be provisioned. */
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
  test("a first sync provisions every agent with one patch, a second changes nothing", async () => {
    const { gateway, sync } = await open({ gateway: { version } });
    const first = await sync({ rotateTokens: true });
    expect(first.report.errors).toEqual([]);
    expect(first.status).toBe("succeeded");
    expect(first.report).toMatchObject({ agentsInScope: 6, agentsUpdated: 6, mainUpdated: true });
    expect(first.report.stats.configWrites).toBe(1);
    expectCountsAddUp(first.report);
    await expectTokensVerify(fixture);
    gateway.resetCounters();
    const second = await sync();
    expect(second.report).toMatchObject({ agentsUnchanged: 6, agentsUpdated: 0, mainUpdated: false, errors: [] });
    expect([gateway.fileWrites, gateway.configWrites, gateway.restarts]).toEqual([0, 0, 0]);
  });
});

test("on 2026.5.4, which forgets its agents over channel visibility, that is taken back once and not tried again", async () => {
  const { gateway, sync } = await open({ gateway: { version: "2026.5.4" } });
  const first = await sync({ rotateTokens: true });
  expect(first.report.errors).toMatchObject([{ severity: "warning", code: "setting-left-out", agentId: null }]);
  expect(first).toMatchObject({ status: "succeeded", report: { agentsUpdated: 6, mainUpdated: true } });
  expect([gateway.configWrites, gateway.restarts]).toEqual([2, 1]);
  expect(gateway.config()).toMatchObject({ tools: { exec: { host: "gateway" } } });
  expect(gateway.config()).not.toHaveProperty("channels");
  await expectTokensVerify(fixture);
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

  test("a gateway without a URL is one error, and no agent is attempted", async () => {
    const { sync, gateway } = await open({ gatewayChange: { url: "" } });
    const { report } = await sync({ rotateTokens: true });
    expect(report.errors).toMatchObject([{ code: "gateway-no-url" }]);
    expect(report.agentsNotAttempted).toBe(6);
    expect(gateway.calls.size).toBe(0);
  });

  test("a stored address that cannot be used ends the run at once, and nothing of it is repeated", async () => {
    const { sync, gateway, app, gatewayId } = await open();
    const url = `${gateway.url.replace("ws:", "http:")}/#token=hunter2`;
    app.database.sqlite.prepare("UPDATE gateways SET url = ? WHERE id = ?").run(url, gatewayId);
    const { report } = await sync({ rotateTokens: true });
    expect(report.errors).toMatchObject([{ code: "gateway-address" }]);
    expect(JSON.stringify(report)).not.toContain("hunter2");
    expect(report.stats.retries).toBe(0);
    expect(gateway.calls.size).toBe(0);
  });

  test("a board of another organization is a warning, unless another user is named", async () => {
    const { sync, app, boardIds } = await open();
    const other = uuid(8, 1);
    const { database } = app;
    database.sqlite.prepare("INSERT INTO organizations VALUES (?, 'Other', '', '')").run(other);
    database.sqlite.prepare("UPDATE boards SET organization_id = ? WHERE id = ?").run(other, boardIds[0]);
    const { status, report } = await sync({ rotateTokens: true });
    expect(status).toBe("succeeded");
    expect(report.errors).toMatchObject([{ code: "board-foreign", severity: "warning" }]);
    expect(report.errors[0]?.message).toContain('belongs to the organization "Other"');
  });

  test("a missing main agent is an error, the others are synced anyway", async () => {
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

test("an agent is not online while a file or its token is not right, though the run did what it was asked to", async () => {
  const { app, sync, agentIds, gateway, keyOf } = await open();
  await sync({ rotateTokens: true });
  const [, , edited = "", mismatched = "", right = ""] = agentIds;
  for (const id of agentIds) updateAgent(app.database, id, { status: "provisioning" });
  for (const name of ["SOUL.md", "IDENTITY.md"]) gateway.writeFile(keyOf(edited), name, "edited");
  updateAgent(app.database, mismatched, { agentTokenHash: await hashToken("another token") });
  const statuses = () => [edited, mismatched, right].map((id) => readAgent(app.database, id).status);
  const { report } = await sync({ fileNames: ["SOUL.md"] });
  expect(outcomeOf(report, edited)).toMatchObject({ outcome: "updated", filesWritten: ["SOUL.md"] });
  expect(statuses()).toEqual(["provisioning", "provisioning", "online"]);
  expect((await sync()).status).toBe("succeeded");
  expect(statuses()).toEqual(["online", "provisioning", "online"]);
  await sync({ rotateTokens: true });
  expect(statuses()).toEqual(["online", "online", "online"]);
});

test("two records that mean one agent on the gateway: the second fails instead of fighting the first", async () => {
  const { app, sync, agentIds } = await open();
  const [, , one = "", two = ""] = agentIds;
  for (const id of [one, two]) updateAgent(app.database, id, { openclawSessionId: "agent:twin:main" });
  const { report } = await sync({ rotateTokens: true });
  expect(outcomeOf(report, one)?.outcome).toBe("updated");
  expect(outcomeOf(report, two)?.outcome).toBe("failed");
  expect(report.errors).toMatchObject([{ code: "agent-clash", agentId: two }]);
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
  expect(readAgent(fixture.app.database, fixture.agentIds[0] ?? "").agentTokenHash).toBeNull();
});

test("followers get the time at which the run ended as the history has it", async () => {
  const { app, sync } = await open();
  let endedAt: string | null = null;
  const onEvent = (event: RunEvent) => {
    if (event.type === "ended") endedAt = event.endedAt;
  };
  const { report } = await sync({}, { onEvent });
  expect(endedAt).toBe(readRun(app.database, report.runId).run.endedAt);
});
