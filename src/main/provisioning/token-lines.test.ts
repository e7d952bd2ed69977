import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readAgent } from "../database/agents.ts";
import { readRun } from "../database/read-runs.ts";
import { setWith } from "../templates/test-support.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { outcomeOf } from "./test-sync-results.ts";
import { verifyToken } from "./tokens/hash-token.ts";

const dialects = [
  ["2026.9.6", "AGENTS.md"],
  ["2026.3.28", "TOOLS.md"],
] as const;

const shellLine = "AUTH_TOKEN=$(grep '^AUTH_TOKEN=' TOOLS.md | head -n1 | cut -d= -f2-)";
const stray = "ZbdQmKsYwRzTnLpVcXhJgDfBvNqWeRtYuIoPaSdFgHj";

/** What a TOOLS template may look like around its token line. */
const tools = [
  ["a shell line in a code block after it", `AUTH_TOKEN={{ auth_token }}\n\n\`\`\`sh\n${shellLine}\n\`\`\``],
  ["an example after it", `AUTH_TOKEN={{ auth_token }}\n\n- \`AUTH_TOKEN=${stray}\` is what one looks like`],
  ["a blank to fill in after it", "AUTH_TOKEN={{ auth_token }}\n\nAUTH_TOKEN=YOUR_AGENT_TOKEN_HERE"],
  ["single quotes", "AUTH_TOKEN='{{ auth_token }}'"],
  ["double quotes", '- AUTH_TOKEN="{{ auth_token }}"'],
  ["backticks", "AUTH_TOKEN=`{{ auth_token }}`"],
  ["a comment behind it", "AUTH_TOKEN={{ auth_token }}  # keep it secret"],
  ["a code block around it", "```sh\nAUTH_TOKEN={{ auth_token }}\n```"],
  ["itself in it twice", "AUTH_TOKEN={{ auth_token }}\n\n## Again\n\nAUTH_TOKEN={{ auth_token }}"],
] as const;

/** What a person or an agent may have made of the token file. */
const edits: [string, (content: string, token: string) => string][] = [
  ["a stray token below its own", (content) => content.replace(/^AUTH_TOKEN=.*$/m, `$&\nAUTH_TOKEN=${stray}`)],
  ["a stray token at the end", (content) => `${content}\n\n## Notes\n\nAUTH_TOKEN=${stray}\n`],
  ["a shell line", (content) => content.replace(/^AUTH_TOKEN=.*$/m, `$&\n${shellLine}`)],
  ["a blank to fill in", (content) => content.replace(/^AUTH_TOKEN=.*$/m, "$&\nAUTH_TOKEN=YOUR_AGENT_TOKEN_HERE")],
  [
    "the line moved to the end",
    (content, token) => `${content.replace(/^AUTH_TOKEN=.*$/m, "")}\n\n# End\nAUTH_TOKEN=${token}`,
  ],
  ["quotes", (content, token) => content.replace(`AUTH_TOKEN=${token}`, `AUTH_TOKEN="${token}"`)],
  ["a comment", (content, token) => content.replace(`AUTH_TOKEN=${token}`, `AUTH_TOKEN=${token} # mine`)],
  [
    "a stray token in the header that agents send",
    (content, token) => content.replace(`X-Agent-Token: ${token}`, `X-Agent-Token: ${stray}`),
  ],
  [
    "a stray token on the token line only",
    (content, token) => content.replace(`AUTH_TOKEN=${token}`, `AUTH_TOKEN=${stray}`),
  ],
  ["no header that agents send", (content) => content.replace(/^header = .*\n/m, "")],
  ["Windows line ends", (content) => content.replaceAll("\n", "\r\n")],
  ["a byte order mark", (content) => `\ufeff${content}`],
  ["a Tools section of its own in front", (content) => `## Tools\n\nAUTH_TOKEN=${stray}\n\n${content}`],
  [
    "the notes that OpenClaw migrates",
    (_, token) => `# A\n\n## Tools\n\n### Local notes (migrated from TOOLS.md)\n\n# Tools\n\nAUTH_TOKEN=${token}\n`,
  ],
];

async function verifiedToken(agentId: string, text: string): Promise<string | undefined> {
  const hash = readAgent(fixture.app.database, agentId).agentTokenHash ?? "";
  for (const word of new Set(text.match(/[\w-]{43}/g))) if (await verifyToken(word, hash)) return word;
  return undefined;
}

describe.each(dialects)("on %s", (version, tokenFile) => {
  test("whatever is around the token line of a template, the next sync changes nothing", async () => {
    const { folder } = await setWith({});
    const { app, sync, gateway, agentIds, keyOf } = await open({
      ...{ gateway: { version }, agents: 1, boards: 1, templateFolder: folder },
    });
    const [agent = ""] = agentIds;
    const read = () => gateway.readFile(keyOf(agent), tokenFile) ?? "";
    await sync({ rotateTokens: true });
    const token = await verifiedToken(agent, read());
    for (const [what, text] of tools) {
      writeFileSync(join(folder, "BOARD_TOOLS.md.j2"), `# Tools\n\n${text}\n`);
      await app.templates.reload();
      expect((await sync()).report, what).toMatchObject({ agentsUpdated: 1, errors: [] });
      const before = read();
      expect(await verifiedToken(agent, before), what).toBe(token);
      expect((await sync()).report, what).toMatchObject({ agentsUnchanged: 1, errors: [], stats: { fileWrites: 0 } });
      expect(read(), what).toBe(before);
    }
  });

  test("however the file is edited, a plain sync keeps the token and restores the file", async () => {
    const { app, sync, gateway, agentIds, keyOf } = await open({
      ...{ gateway: { version }, agents: edits.length, boards: 1 },
    });
    await sync({ rotateTokens: true });
    const read = (id: string) => gateway.readFile(keyOf(id), tokenFile) ?? "";
    const before = agentIds.map((id) => [readAgent(app.database, id).agentTokenHash, read(id)]);
    const tokens = agentIds.map((id) => fixture.tokenOf(id) ?? "");
    for (const [index, [, edit]] of edits.entries()) {
      const id = agentIds[index] ?? "";
      gateway.writeFile(keyOf(id), tokenFile, edit(read(id), tokens[index] ?? ""));
    }
    const planned = await sync({ dryRun: true });
    for (const [index, [what]] of edits.entries()) {
      const wanted = { token: "keep", files: [{ name: tokenFile }], blocked: null };
      expect(planned.plan?.agents[index], what).toMatchObject(wanted);
    }
    const { report } = await sync();
    expect(report).toMatchObject({ agentsUpdated: edits.length, errors: [] });
    expect(agentIds.map((id) => [readAgent(app.database, id).agentTokenHash, read(id)])).toEqual(before);
    for (const { runId } of [planned.report, report]) {
      const drift = JSON.stringify(readRun(app.database, runId).drift);
      for (const token of [...tokens, stray]) expect(drift).not.toContain(token);
    }
    expect((await sync()).report).toMatchObject({ agentsUnchanged: edits.length, stats: { fileWrites: 0 } });
  });

  test("two tokens on the two lines of a file, neither of them known: the agent is left alone", async () => {
    const { sync, gateway, agentIds, keyOf } = await open({ gateway: { version }, agents: 1, boards: 1 });
    const [agent = ""] = agentIds;
    await sync({ rotateTokens: true });
    const token = fixture.tokenOf(agent) ?? "";
    const edited = (gateway.readFile(keyOf(agent), tokenFile) ?? "")
      .replace(`AUTH_TOKEN=${token}`, `AUTH_TOKEN=${stray}`)
      .replace(`X-Agent-Token: ${token}`, `X-Agent-Token: ${stray.toLowerCase()}`);
    gateway.writeFile(keyOf(agent), tokenFile, edited);
    const { report } = await sync();
    expect(report.errors).toMatchObject([{ code: "token-unreadable", agentId: agent }]);
    expect(gateway.readFile(keyOf(agent), tokenFile)).toBe(edited);
  });

  test("a stray token alone is kept with a warning, and a blank to fill in is not taken for one", async () => {
    const { sync, gateway, agentIds, keyOf } = await open({ gateway: { version }, agents: 1, boards: 1 });
    const [agent = ""] = agentIds;
    const key = keyOf(agent);
    await sync({ rotateTokens: true });
    const before = gateway.readFile(key, tokenFile) ?? "";
    const put = (...words: string[]) =>
      gateway.writeFile(
        key,
        tokenFile,
        before
          .replace(/^header = .*\n/m, "")
          .replace(/^AUTH_TOKEN=.*$/m, words.map((word) => `AUTH_TOKEN=${word}`).join("\n")),
      );
    put(stray, "YOUR_AGENT_TOKEN_HERE", "$(cat token)");
    const warned = await sync();
    expect(warned.report.errors).toMatchObject([{ code: "token-mismatch", severity: "warning" }]);
    expect(gateway.readFile(key, tokenFile)).toContain(`AUTH_TOKEN=${stray}`);
    put("YOUR_AGENT_TOKEN_HERE");
    const skipped = await sync();
    expect(outcomeOf(skipped.report, agent)).toMatchObject({ outcome: "skipped", reason: "no-token" });
    expect(gateway.readFile(key, tokenFile)).toContain("YOUR_AGENT_TOKEN_HERE");
  });
});
