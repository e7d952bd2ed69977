import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../shared/sync.ts";
import { updateAgent } from "../database/agents.ts";
import { open } from "./test-open-fixture.ts";
import { outcomeOf } from "./test-sync-results.ts";

const large = "x".repeat(28 * 2 ** 20);
const versions = ["2026.3.28", "2026.9.6"];

async function openProvisioned(version: string) {
  const opened = await open({ gateway: { version } });
  expect((await opened.sync({ rotateTokens: true })).status).toBe("succeeded");
  const [agentId = ""] = opened.agentIds;
  const key = opened.keyOf(agentId);
  const waits: RunEvent[] = [];
  const onEvent = (event: RunEvent) => void (event.type === "gateway-waiting" && waits.push(event));
  return { ...opened, agentId, key, waits, onEvent };
}

describe.each(versions)("%s: a file of 28 MB on the gateway", (version) => {
  test.each(["AGENTS.md", "SOUL.md", "TOOLS.md"].filter((name) => name !== "TOOLS.md" || version === "2026.3.28"))(
    "%s fails its own agent by name, and is not fetched",
    async (name) => {
      const { sync, gateway, agentId, key, waits, onEvent } = await openProvisioned(version);
      gateway.writeFile(key, name, large);
      const fetched = gateway.inject({
        kind: "error",
        code: "UNAVAILABLE",
        message: "must not be fetched",
        method: "agents.files.get",
        agentId: key,
        match: (params) => params.name === name,
        times: 100,
      });
      for (const options of [{}, { verify: true }, { dryRun: true }, { overwrite: true }, { rotateTokens: true }]) {
        const { report, status } = await sync(options, { onEvent });
        expect(status).toBe("failed");
        expect(report.errors).toMatchObject([{ code: "too-large", agentId }]);
        expect(report.errors[0]?.message).toContain("on the gateway is 29.4 MB");
        expect(outcomeOf(report, agentId)).toMatchObject({ outcome: "failed" });
        expect(report).toMatchObject({ agentsFailed: 1, agentsInScope: 6, agentsNotAttempted: 0 });
      }
      expect({ waits, hits: fetched.hits }).toEqual({ waits: [], hits: 0 });
      expect(gateway.readFile(key, name)).toBe(large);
    },
  );

  test("that became so large after it was listed fails its own agent by name", async () => {
    const { app, sync, gateway, agentId, key, onEvent } = await openProvisioned(version);
    const name = version === "2026.9.6" ? "AGENTS.md" : "TOOLS.md";
    updateAgent(app.database, agentId, { name: "Renamed" });
    const act = () => gateway.writeFile(key, name, `${gateway.readFile(key, name)}\n${"x".repeat(1_200_000)}`);
    const grown = gateway.inject({
      ...{ kind: "meanwhile", method: "agents.files.get", agentId: key, act },
      match: (params) => params.name === name,
    });
    const { report } = await sync({}, { onEvent });
    expect(report.errors).toMatchObject([{ code: "too-large", agentId }]);
    expect([grown.hits, outcomeOf(report, agentId)?.filesWritten]).toEqual([1, []]);
  });

  test("that is the agent's own stays where it is, and is no fault unless it is to be overwritten", async () => {
    const { sync, gateway, agentId, key } = await openProvisioned(version);
    gateway.writeFile(key, "MEMORY.md", large);
    const { report, status } = await sync();
    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(outcomeOf(report, agentId)?.filesPreserved).toContain("MEMORY.md");
    const overwriting = await sync({ overwrite: true });
    expect(overwriting.report.errors).toMatchObject([{ code: "too-large", agentId }]);
    expect(gateway.readFile(key, "MEMORY.md")).toBe(large);
  });

  test("that no listing names fails its own agent, too", async () => {
    const { sync, gateway, agentId, key, waits, onEvent } = await openProvisioned(version);
    gateway.inject({
      kind: "wrong-type",
      method: "agents.files.list",
      agentId: key,
      times: 100,
      payload: { files: [] },
    });
    gateway.inject({
      kind: "error",
      method: "agents.workspace.list",
      agentId: key,
      times: 100,
      code: "X",
      message: "no",
      details: { type: "workspace_path_not_found" },
    });
    gateway.writeFile(key, "IDENTITY.md", large);
    const { report } = await sync({}, { onEvent });
    expect(report.errors).toMatchObject([{ severity: "error", agentId }]);
    expect(report).toMatchObject({ agentsFailed: 1, agentsUnchanged: 5 });
    expect(waits).toEqual([]);
  });
});

test("a heartbeat text that is larger than a message fails its own agent", async () => {
  const { sync, gateway, waits, onEvent } = await openProvisioned("2026.9.6");
  let poisoned: unknown;
  gateway.inject({
    kind: "wrong-type",
    method: "cron.scratch.get",
    times: 100,
    payload: large,
    match: ({ id }) => {
      poisoned ??= id;
      return id === poisoned;
    },
  });
  const { report } = await sync({}, { onEvent });
  expect(report.errors).toMatchObject([{ code: "too-large", message: expect.stringContaining("cron.scratch.get") }]);
  expect(report.errors[0]?.agentName).not.toBeNull();
  expect(waits).toEqual([]);
});

test.each(versions)(
  "%s: a configuration that is larger than a message ends the run at once and says so",
  async (version) => {
    const { sync, gateway, waits, onEvent } = await openProvisioned(version);
    gateway.inject({ kind: "wrong-type", method: "config.get", times: 100, payload: large });
    const { report, status } = await sync({}, { onEvent });
    expect(status).toBe("failed");
    expect(report.errors).toMatchObject([{ code: "too-large", message: expect.stringContaining("config.get") }]);
    expect(waits).toEqual([]);
  },
);

test("a file of ours that could not be read back is not written", async () => {
  const { app, sync, gateway, agentId, key } = await openProvisioned("2026.9.6");
  const before = gateway.readFile(key, "SOUL.md");
  updateAgent(app.database, agentId, { soulTemplate: "é".repeat(600_000) });
  const { report } = await sync();
  expect(report.errors).toMatchObject([{ code: "too-large", agentId }]);
  expect(report.errors[0]?.message).toContain("would be 1.2 MB");
  expect(gateway.readFile(key, "SOUL.md")).toBe(before);
});

test.each(versions)(
  "%s: an agent is not called missing when only looking at the configuration failed",
  async (version) => {
    const { sync, gateway, keyOf, agentIds } = await open({ gateway: { version } });
    gateway.inject({
      kind: "error",
      method: "config.get",
      code: "INVALID_REQUEST",
      message: "no",
      skip: 1,
      times: 100,
    });
    const { report } = await sync({ rotateTokens: true });
    expect(gateway.agentIds).toContain(keyOf(agentIds[0] ?? ""));
    expect(report).toMatchObject({ agentsFailed: 6 });
    for (const { reason } of report.agents) expect(reason).toBe("entry-unknown");
  },
);

test.each(versions)("%s: a lost config.get costs a sync no more than a moment", async (version) => {
  const { sync, gateway, waits, onEvent } = await openWithLostReads(version);
  gateway.inject({ kind: "no-answer", method: "config.get" });
  const { report, status } = await sync({ rotateTokens: true }, { onEvent });
  expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
  expect(waits).toHaveLength(1);
});

async function openWithLostReads(version: string) {
  const retryPolicy = { baseMs: 10, maxMs: 100, jitter: 0.2, giveUpAfterMs: 600_000, readAgainAfterMs: 200 };
  const opened = await open({ gateway: { version }, retryPolicy });
  const waits: RunEvent[] = [];
  const onEvent = (event: RunEvent) => void (event.type === "gateway-waiting" && waits.push(event));
  return { ...opened, waits, onEvent };
}
