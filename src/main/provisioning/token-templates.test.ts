import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readAgentTokenStates, saveVerifiedIn } from "../database/agent-token-state.ts";
import { updateAgent } from "../database/agents.ts";
import { saveWrittenFiles } from "../database/written-files.ts";
import { listFiles } from "../gateway/agent-files.ts";
import { setWith } from "../templates/test-support.ts";
import { applySavedPlan } from "./apply-saved-plan.ts";
import { ensureLead } from "./ensure-lead.ts";
import { sha256Hex } from "./model/sha256-hex.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { expectTokensVerify, outcomeOf } from "./test-sync-results.ts";

const dialects = [
  ["2026.9.6", "AGENTS.md"],
  ["2026.3.28", "TOOLS.md"],
] as const;

const good = "# Tools\n\nAUTH_TOKEN={{ auth_token }}\n";

const unreadable = [
  "Read the token from $MC_TOKEN.",
  "",
  "AUTH_TOKEN: {{ auth_token }}",
  'export AUTH_TOKEN="{{ auth_token }}"',
  "| AUTH_TOKEN | {{ auth_token }} |",
  "Your token: `{{ auth_token }}`",
  "# AUTH_TOKEN={{ auth_token }}",
  "AUTH_TOKEN=Bearer {{ auth_token }}",
  "AUTH_TOKEN={{ auth_token }}x",
  "auth_token={{ auth_token }}",
  "AUTH_TOKEN=\n{{ auth_token }}",
];

describe.each(dialects)("on %s", (version, tokenFile) => {
  async function openWith(tools: string) {
    const { folder } = await setWith({ "BOARD_TOOLS.md.j2": tools });
    await open({ gateway: { version }, agents: 2, boards: 1, templateFolder: folder });
    const setTools = async (text: string) => {
      writeFileSync(join(folder, "BOARD_TOOLS.md.j2"), text);
      await fixture.app.templates.reload();
    };
    return { ...fixture, setTools };
  }

  const refusal = {
    code: "template-error",
    severity: "error",
    message: expect.stringMatching(/^Template BOARD_TOOLS.md.j2 \(in .*token could not be read back/),
    hint: expect.stringContaining("AUTH_TOKEN={{ auth_token }}"),
  };

  test("templates from which no token can be read back are refused before anything is written or minted", async () => {
    const { app, sync, gateway, agentIds, mainId, setTools } = await openWith(good);
    const hashes = () => [...readAgentTokenStates(app.database, [...agentIds, mainId]).values()];
    for (const tools of unreadable) {
      await setTools(tools);
      for (const options of [{ dryRun: true }, {}]) {
        const { status, report } = await sync({ ...options, rotateTokens: true });
        expect(status, tools).toBe("failed");
        expect(report.errors, tools).toMatchObject([refusal, refusal, refusal]);
        expect(report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });
      }
    }
    expect(gateway.configWrites + gateway.fileWrites).toBe(0);
    expect(hashes()).toEqual([]);
  });

  test("so they are with a fleet that has tokens, whose files stay as they are", async () => {
    const { app, sync, gateway, agentIds, keyOf, setTools } = await openWith(good);
    await sync({ rotateTokens: true });
    const saved = await sync({ dryRun: true, rekeyAll: true });
    const [lead = "", worker = ""] = agentIds;
    const read = () => agentIds.map((id) => gateway.readFile(keyOf(id), tokenFile));
    const before = read();
    gateway.resetCounters();
    await setTools(unreadable[0] ?? "");
    for (const options of [
      { dryRun: true },
      {},
      { rotateTokens: true },
      { rekeyAll: true },
      { fileNames: [tokenFile] },
    ]) {
      expect((await sync(options)).report.errors).toMatchObject([refusal, refusal, refusal]);
    }
    if (!saved.plan) throw new Error("no plan");
    const applied = await applySavedPlan(app, { plan: saved.plan, startedBy: "test" });
    expect(applied.report.errors).toMatchObject([refusal, refusal, refusal]);
    updateAgent(app.database, lead, { lastProvisionError: "failed before" });
    const ensured = await ensureLead(app, { boardId: fixture.boardIds[0] ?? "", startedBy: "test" });
    expect(ensured.run?.report.errors).toMatchObject([refusal]);
    expect(read()).toEqual(before);
    expect(gateway.fileWrites + gateway.configWrites).toBe(0);
    await setTools(good);
    expect((await sync()).report).toMatchObject({ agentsUnchanged: 2, errors: [] });
    expect(outcomeOf(applied.report, worker)).toMatchObject({ outcome: "failed", filesWritten: [] });
  });

  test("a condition decides for each agent", async () => {
    const { sync, agentIds, gateway, keyOf } = await openWith(
      "# Tools\n\n{% if agent_name == 'Agent 1' %}Ask for your token.{% else %}AUTH_TOKEN={{ auth_token }}{% endif %}\n",
    );
    const { report } = await sync({ rotateTokens: true });
    expect(report.errors).toMatchObject([{ ...refusal, agentId: agentIds[1] }]);
    expect(outcomeOf(report, agentIds[0] ?? "")).toMatchObject({ outcome: "updated" });
    expect(() => gateway.readFile(keyOf(agentIds[1] ?? ""), "SOUL.md")).toThrow("no agent");
  });

  test("what an earlier version wrote without a token and took for verified is repaired, and says so", async () => {
    const { app, sync, gateway, gatewayId, agentIds, mainId, keyOf, setTools } = await openWith(good);
    await sync({ rotateTokens: true });
    const content = "# Tools\n\nRead the token from $MC_TOKEN.";
    const sha256 = sha256Hex(content);
    for (const agentId of [...agentIds, mainId]) {
      gateway.writeFile(keyOf(agentId), tokenFile, content);
      const { present } = await listFiles(app.connections.of(gatewayId), keyOf(agentId));
      const facts = present.get(tokenFile) ?? { sizeBytes: null, updatedAtMs: null };
      const hashes = { sha256, maskedSha256: sha256, writtenMaskedSha256: sha256 };
      saveWrittenFiles(app.database, [{ agentId, fileName: tokenFile, ...hashes, ...facts }]);
      saveVerifiedIn(app.database, agentId, sha256);
    }
    await setTools(`${good}\nNew.\n`);
    gateway.resetCounters();
    const lost = {
      code: "token-unreadable",
      message: expect.stringContaining("can be read"),
      hint: expect.stringContaining("Repair tokens"),
    };
    for (const options of [{ dryRun: true }, {}]) {
      expect((await sync(options)).report.errors).toMatchObject([lost, lost, lost]);
    }
    expect(gateway.fileWrites).toBe(0);
    expect((await sync({ rotateTokens: true })).report).toMatchObject({
      agentsUpdated: 2,
      mainUpdated: true,
      errors: [],
    });
    await expectTokensVerify(fixture);
    expect((await sync()).report).toMatchObject({ agentsUnchanged: 2, errors: [] });
  });
});
