import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { updateAgent } from "../database/agents.ts";
import { defaultTemplateFolder } from "../templates/template-set.ts";
import { ensureLead } from "./ensure-lead.ts";
import { open } from "./test-open-fixture.ts";

describe("after a lead was woken", () => {
  test.each(["2026.9.6", "2026.3.28"])(
    "a first turn that failed on %s is a warning with the reason",
    async (version) => {
      const { app, boardIds, gateway } = await open({ gateway: { version }, agents: 0 });
      gateway.failTurns("No API key found for provider x.");
      const { run } = await ensureLead(app, { boardId: boardIds[0] ?? "", startedBy: "test" });
      expect(run?.status).toBe("succeeded");
      expect(run?.report.errors).toMatchObject([{ severity: "warning", code: "turn-failed" }]);
      expect(run?.report.errors[0]?.message).toMatch(/its first turn failed: No API key found for provider x\.$/);
    },
  );

  test.each(["2026.9.6", "2026.3.28"])("a turn that went well on %s needs no word", async (version) => {
    const { app, boardIds } = await open({ gateway: { version }, agents: 0 });
    const { run } = await ensureLead(app, { boardId: boardIds[0] ?? "", startedBy: "test" });
    expect(run?.report.errors).toEqual([]);
  });

  test("a first provisioning that is repeated sends the steps too, although BOOTSTRAP.md is already there", async () => {
    const { app, boardIds, gateway } = await open({ gateway: { version: "2026.9.6" }, agents: 0 });
    const [boardId = ""] = boardIds;
    gateway.inject({ kind: "error", method: "chat.send", code: "INVALID_REQUEST", message: "no" });
    expect((await ensureLead(app, { boardId, startedBy: "test" })).run?.status).toBe("failed");
    expect((await ensureLead(app, { boardId, startedBy: "test" })).run?.status).toBe("succeeded");
    expect(gateway.chats).toEqual([expect.objectContaining({ message: expect.stringContaining("# First run") })]);
  });

  test("a cancel while its first turn is awaited fails nothing: it is provisioned and awake", async () => {
    const { app, boardIds, gateway } = await open({ agents: 0 });
    const [boardId = ""] = boardIds;
    gateway.inject({ kind: "slow", method: "agent.wait", delayMs: 60_000 });
    const cancel = new AbortController();
    const ensuring = ensureLead(app, { boardId, startedBy: "test", signal: cancel.signal });
    await expect.poll(() => gateway.calls.get("agent.wait"), { timeout: 20_000 }).toBe(1);
    cancel.abort();
    const { run, agent } = await ensuring;
    expect(run?.report).toMatchObject({ errors: [], agents: [{ outcome: "updated" }] });
    expect([run?.status, agent.status]).toEqual(["succeeded", "online"]);
  });

  test.each([
    ["2026.9.6", true],
    ["2026.3.28", false],
  ])("the message has the steps of its first session if %s removes BOOTSTRAP.md unread: %s", async (version, has) => {
    const { app, boardIds, gateway } = await open({ gateway: { version }, agents: 0 });
    await ensureLead(app, { boardId: boardIds[0] ?? "", startedBy: "test" });
    expect(gateway.chats[0]?.message.includes("# First run")).toBe(has);
  });
});

test("heartbeats that take longer than their interval are warned of, with an interval that is long enough", async () => {
  const { app, sync, gateway, agentIds, mainId } = await open({ gateway: { version: "2026.9.6" } });
  for (const id of [...agentIds, mainId]) updateAgent(app.database, id, { heartbeatConfig: { every: "20ms" } });
  await sync();
  gateway.setTurnDuration(24_000);
  await expect
    .poll(async () => (await sync({ dryRun: true })).report.errors.map(({ code }) => code))
    .toEqual(["heartbeats-overlap"]);
});

/** The built-in templates, with an AGENTS that is 30,000 characters longer. */
function longAgents(): string {
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-templates-"));
  cpSync(defaultTemplateFolder(), folder, { recursive: true });
  for (const role of ["BOARD", "LEAD", "MAIN"]) {
    appendFileSync(join(folder, `${role}_AGENTS.md.j2`), `\n${"More rules. ".repeat(2_500)}\n`);
  }
  return folder;
}

const templateFolder = longAgents();
afterAll(() => rmSync(templateFolder, { recursive: true, force: true }));

describe("a file that is longer than the gateway shows", () => {
  test.each([
    ["2026.9.6", "its beginning and end"],
    ["2026.3.28", "its beginning."],
  ])("is warned of in plan and run on %s, once for all agents", async (version, shown) => {
    const { sync } = await open({ gateway: { version }, templateFolder });
    for (const options of [{ dryRun: true }, {}]) {
      const { report } = await sync(options);
      expect(report.errors).toMatchObject([{ severity: "warning", code: "file-cut", agentId: null }]);
      expect(report.errors[0]?.message).toContain(shown);
      expect(report.errors[0]?.message).toMatch(/AGENTS\.md of \d agents has up to \d\d,\d{3} characters/);
    }
    expect((await sync()).report.errors).toEqual([]);
  });
});
