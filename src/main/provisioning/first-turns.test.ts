import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
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

describe("files that are together longer than the gateway shows", () => {
  const together =
    /^The files of each of \d agents have up to \d\d,\d{3} characters together, each file counted up to its own limit\. .* shows an agent 60,000 of them/;

  test("are warned of in plan and run on 2026.9.6, also where only one of them is written", async () => {
    const { app, sync, agentIds } = await open({ gateway: { version: "2026.9.6" }, templateFolder: manyWords });
    for (const options of [{ dryRun: true }, {}]) {
      const { report } = await sync(options);
      expect(report.errors).toMatchObject([{ severity: "warning", code: "file-cut", agentId: null }]);
      expect(report.errors[0]?.message).toMatch(together);
    }
    expect((await sync()).report.errors).toEqual([]);
    updateAgent(app.database, agentIds[0] ?? "", { soulTemplate: "More rules. ".repeat(1_500) });
    const { report } = await sync();
    expect(report.stats.fileWrites).toBe(1);
    expect(report.errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The files of one agent have/),
    ]);
  });

  test("are counted only as far as each of them is shown, which the warning says", async () => {
    const { sync } = await open({ gateway: { version: "2026.9.6" }, templateFolder: twiceTooLong });
    const { report } = await sync({ dryRun: true });
    const texts = report.errors.map(({ message }) => message);
    expect(texts).toHaveLength(4);
    const counted = /have up to ([\d,]+) characters together, each file counted up to its own limit/;
    const [, chars = ""] = texts.map((text) => counted.exec(text)).find((match) => match !== null) ?? [];
    // Three files of 20,000 and the short ones, not three of 60,000.
    expect(Number(chars.replace(",", ""))).toBeGreaterThan(60_000);
    expect(Number(chars.replace(",", ""))).toBeLessThan(90_000);
  });

  test("are no matter where the operator raised the limit", async () => {
    const { sync, gateway } = await open({ gateway: { version: "2026.9.6" }, templateFolder: manyWords });
    const config = gateway.config();
    const agents = config.agents as { defaults?: object };
    gateway.setConfig({
      ...config,
      agents: { ...agents, defaults: { ...agents.defaults, bootstrapTotalMaxChars: 90_000 } },
    });
    expect((await sync()).report.errors).toEqual([]);
  });

  test("are within the limit of 2026.3.28", async () => {
    const { sync } = await open({ gateway: { version: "2026.3.28" }, templateFolder: manyWords });
    expect((await sync()).report.errors).toEqual([]);
  });
});

/** The built-in templates, with these files of every role longer by so many characters. */
function longer(more: Record<string, number>): string {
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-templates-"));
  cpSync(defaultTemplateFolder(), folder, { recursive: true });
  for (const template of readdirSync(folder)) {
    const name = Object.keys(more).find((name) => template.endsWith(`${name}.md.j2`));
    if (name) appendFileSync(join(folder, template), `\n${"More rules. ".repeat((more[name] ?? 0) / 12)}\n`);
  }
  return folder;
}

const templateFolder = longer({ AGENTS: 30_000 });
const manyWords = longer({ AGENTS: 8_400, SOUL: 16_200, IDENTITY: 16_200, MEMORY: 16_200 });
const twiceTooLong = longer({ AGENTS: 60_000, SOUL: 60_000, IDENTITY: 60_000 });
afterAll(() => {
  for (const folder of [templateFolder, manyWords, twiceTooLong]) rmSync(folder, { recursive: true, force: true });
});

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
