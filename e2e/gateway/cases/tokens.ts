import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { saveSettings } from "../../../src/main/operations/change-settings.ts";
import { withoutToken, withToken } from "../../../src/main/provisioning/tokens/test-token-lines.ts";
import { defaultTemplateFolder } from "../../../src/main/templates/template-set.ts";
import { type AppFixture, briskRetries, openAppFixture } from "../app-fixture.ts";
import {
  accepts,
  agentNamed,
  expectAllRight,
  type GatewayFixture,
  readTokenOf,
  tokenFileOf,
} from "../gateway-fixture.ts";
import { editFile, readFile } from "../read-back.ts";

/** Agents whose token is missing in their files, or differs from the one that Mission Control knows. */
export function tokenCases(fixture: () => GatewayFixture): void {
  it("skips an agent whose token is lost, and gives it a new one when asked to repair", async () => {
    const { station, raw, settle } = fixture();
    await settle();
    const { key, agent } = agentNamed(fixture(), "Worker 5");
    const edited = await raw((client) => editFile(client, key, tokenFileOf(fixture()), withoutToken));

    const first = await station.sync();

    expect(first.status).toBe("failed");
    expect(first.report).toMatchObject({ agentsSkipped: 1, agentsUnchanged: 9 });
    expect(first.report.errors).toMatchObject([{ severity: "error", code: "token-unreadable", agentId: agent.id }]);
    expect(first.report.agents.find(({ agentId }) => agentId === agent.id)).toMatchObject({
      outcome: "skipped",
      reason: "no-token",
    });
    expect(await raw((client) => readFile(client, key, tokenFileOf(fixture())))).toBe(edited);

    const second = await station.sync({ rotateTokens: true });

    expect({ status: second.status, errors: second.report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(second.report).toMatchObject({ agentsUpdated: 1, agentsUnchanged: 9 });
    expect(agentNamed(fixture(), "Worker 5").agent.agentTokenHash).not.toBe(agent.agentTokenHash);
    await expectAllRight(fixture());
  });

  it("warns of a token that does not match its hash, and replaces it when asked to repair", async () => {
    const { station, raw, settle } = fixture();
    await settle();
    const scoped = agentNamed(fixture(), "Worker 6");
    const { key, agent } = scoped;
    const strange = "an-AUTH-TOKEN-that-flight-deck-never-made-1";
    await raw((client) => editFile(client, key, tokenFileOf(fixture()), (content) => withToken(content, strange)));

    const first = await station.sync();

    expect(first.status).toBe("succeeded");
    expect(first.report.errors).toMatchObject([{ severity: "warning", code: "token-mismatch", agentId: agent.id }]);
    expect(await raw((client) => readTokenOf(fixture(), client, scoped))).toBe(strange);
    expect(agentNamed(fixture(), "Worker 6").agent.agentTokenHash).toBe(agent.agentTokenHash);

    const second = await station.sync({ rotateTokens: true });

    expect({ status: second.status, errors: second.report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(second.report).toMatchObject({ agentsUpdated: 1, agentsUnchanged: 9 });
    const repaired = await raw((client) => readTokenOf(fixture(), client, scoped));
    expect(repaired).not.toBe(strange);
    expect(accepts(agent.agentTokenHash, repaired ?? "")).toBe(false);
    await expectAllRight(fixture());
  });

  it("gives every agent a new token when asked to re-key all", async () => {
    const { station, raw, settle } = fixture();
    await settle();
    const tokens = () =>
      raw((client) => Promise.all(station.agents().map((each) => readTokenOf(fixture(), client, each))));
    const before = await tokens();

    const { status, report } = await station.sync({ rekeyAll: true });

    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(report).toMatchObject({ agentsUpdated: 10, mainUpdated: true });
    expect(new Set([...before, ...(await tokens())]).size).toBe(22);
    await expectAllRight(fixture());
  });

  it("leaves agents to another installation until one is told to take them over", async () => {
    const { station, settle } = fixture();
    await settle();
    const second = await openAppFixture(station.fleet, { retryPolicy: briskRetries });
    const refused = { agentsFailed: 10, mainUpdated: false, stats: { fileWrites: 0, configWrites: 0 } };
    try {
      const before = await verifiedTokens(fixture());
      const { report } = await second.sync({ rotateTokens: true });
      expect(report).toMatchObject(refused);
      expect(new Set(report.errors.map(({ code }) => code))).toEqual(new Set(["agent-managed-elsewhere"]));
      expect(await verifiedTokens(fixture())).toEqual(before);

      const taken = await second.sync({ takeOver: true });
      expect({ status: taken.status, errors: taken.report.errors }).toEqual({ status: "succeeded", errors: [] });
      await expectAllRight({ ...fixture(), station: second });
      expect((await second.sync()).report).toMatchObject({ agentsUnchanged: 10, errors: [] });
      expect((await station.sync({ rotateTokens: true })).report).toMatchObject(refused);

      expect((await station.sync({ takeOver: true })).report).toMatchObject({ agentsUpdated: 10, errors: [] });
      await expectAllRight(fixture());
    } finally {
      second.close();
    }
  });

  it("keeps every token, whatever surrounds it in the templates and in the files", async () => {
    const { station, raw, settle } = fixture();
    await settle();
    const before = await verifiedTokens(fixture());
    const sync = async (outcome: object) => {
      const { status, report } = await station.sync();
      expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
      expect(report).toMatchObject(outcome);
      expect(await verifiedTokens(fixture())).toEqual(before);
    };
    await withTools(station, async (setTools) => {
      for (const tools of [
        `AUTH_TOKEN={{ auth_token }}\n\n\`\`\`sh\n${shellLine}\n\`\`\``,
        "AUTH_TOKEN='{{ auth_token }}'",
      ]) {
        await setTools(tools);
        await sync({ agentsUpdated: 10, mainUpdated: true });
        await sync({ agentsUnchanged: 10, stats: { fileWrites: 0 } });
      }
    });
    await sync({ agentsUpdated: 10, mainUpdated: true });
    const { key } = agentNamed(fixture(), "Worker 5");
    await raw((client) =>
      editFile(client, key, tokenFileOf(fixture()), (content) =>
        `\ufeff${content.replace(/^AUTH_TOKEN=.*$/m, `$&\nAUTH_TOKEN=${"x".repeat(43)}\n${shellLine}`)}`.replaceAll(
          "\n",
          "\r\n",
        ),
      ),
    );
    await sync({ agentsUpdated: 1, agentsUnchanged: 9 });
    await expectAllRight(fixture());
  });

  it("refuses templates whose token could not be read back, and does not change the gateway", async () => {
    const { station, settle } = fixture();
    await settle();
    const before = await verifiedTokens(fixture());
    await withTools(station, async (setTools) => {
      for (const tools of [
        "Read the token from $MC_TOKEN.",
        "AUTH_TOKEN: {{ auth_token }}",
        "AUTH_TOKEN={{ auth_token[:4] }}",
      ]) {
        await setTools(tools);
        for (const options of [{ dryRun: true }, {}, { rotateTokens: true }, { rekeyAll: true }]) {
          const { status, report } = await station.sync(options);
          expect({ status, codes: new Set(report.errors.map(({ code }) => code)) }).toEqual({
            status: "failed",
            codes: new Set(["template-error"]),
          });
          expect(report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });
        }
      }
    });
    expect(await verifiedTokens(fixture())).toEqual(before);
    expect((await station.sync()).report).toMatchObject({ agentsUnchanged: 10, errors: [] });
    await expectAllRight(fixture());
  });
}

const shellLine = "AUTH_TOKEN=$(grep '^AUTH_TOKEN=' TOOLS.md | head -n1 | cut -d= -f2-)";

/** The token of each agent: the word in its file that its stored hash accepts. */
function verifiedTokens(fixture: GatewayFixture): Promise<(string | undefined)[]> {
  return fixture.raw((client) =>
    Promise.all(
      fixture.station.agents().map(async ({ key, agent }) => {
        const content = (await readFile(client, key, tokenFileOf(fixture))) ?? "";
        return content.match(/[\w-]{43}/g)?.find((word) => accepts(agent.agentTokenHash, word));
      }),
    ),
  );
}

/** Runs with a copy of the templates whose TOOLS can be set, then returns to the built-in ones. */
async function withTools(station: AppFixture, work: (setTools: (tools: string) => Promise<void>) => Promise<void>) {
  const { database, templates } = station.app;
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-e2e-templates-"));
  try {
    cpSync(defaultTemplateFolder(), folder, { recursive: true });
    saveSettings(database, { templateFolder: folder });
    await work(async (tools) => {
      writeFileSync(join(folder, "BOARD_TOOLS.md.j2"), `# Tools\n\n${tools}\n`);
      await templates.reload();
    });
  } finally {
    saveSettings(database, { templateFolder: null });
    await templates.reload();
    rmSync(folder, { recursive: true });
  }
}
