import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readAgent, updateAgent } from "../database/agents.ts";
import { setWith } from "../templates/test-support.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { expectTokensVerify } from "./test-sync-results.ts";
import { mintToken } from "./tokens/hash-token.ts";

const dialects = [
  ["2026.9.6", "AGENTS.md"],
  ["2026.3.28", "TOOLS.md"],
] as const;

describe.each(dialects)("several words that could be the token, on %s", (version, tokenFile) => {
  /** An agent with a token, of which nothing is remembered: every word has to be looked at. */
  async function openAgent(tools?: string) {
    const { folder } = await setWith(tools === undefined ? {} : { "BOARD_TOOLS.md.j2": tools });
    const opened = await open({ gateway: { version }, agents: 1, boards: 1, templateFolder: folder });
    const [id = ""] = opened.agentIds;
    await opened.sync();
    const key = opened.keyOf(id);
    const read = () => opened.gateway.readFile(key, tokenFile) ?? "";
    const edit = (lines: string[]) =>
      opened.gateway.writeFile(key, tokenFile, `# Agent\n\n## Tools\n\n${lines.join("\n")}\n`);
    const forget = (hash: string | null) => {
      updateAgent(opened.app.database, id, { agentTokenHash: hash });
      opened.app.database.sqlite.exec("DELETE FROM agent_token_state; DELETE FROM written_files");
    };
    return { ...opened, id, folder, read, edit, forget };
  }

  const others = (count: number) => Array.from({ length: count }, () => `AUTH_TOKEN=${mintToken()}`);

  test("the one that verifies is found among more than are tried against a heavy hash", async () => {
    const { app, id, sync, read, edit, forget, tokenOf } = await openAgent();
    const own = tokenOf(id) ?? "";
    edit([`AUTH_TOKEN=${own}`, ...others(40)]);
    forget(readAgent(app.database, id).agentTokenHash);
    expect(await sync()).toMatchObject({ status: "succeeded", report: { errors: [] } });
    expect(read()).toContain(`AUTH_TOKEN=${own}`);
    await expectTokensVerify(fixture);
  });

  test("an agent with more of them than are tried keeps them all", async () => {
    const { app, id, sync, read, edit, gateway, tokenOf } = await openAgent();
    edit([`AUTH_TOKEN=${tokenOf(id)}`, ...others(1_100)]);
    app.database.sqlite.exec("DELETE FROM agent_token_state; DELETE FROM written_files");
    const before = read();
    gateway.resetCounters();
    const { status, report } = await sync();
    expect(status).toBe("failed");
    expect(report.errors).toMatchObject([{ code: "token-unreadable", agentId: id }]);
    expect(gateway.fileWrites).toBe(0);
    expect(read()).toBe(before);
  });

  test.each(["no hash", "the hash of another token"])("with %s, none is taken for the token", async (stored) => {
    const constant = mintToken();
    const { app, id, sync, read, forget, folder, gateway } = await openAgent(
      `# Tools\n\nAUTH_TOKEN={{ auth_token }}\nAUTH_TOKEN=${constant}\n`,
    );
    const other = readAgent(app.database, fixture.mainId).agentTokenHash;
    const before = read();
    forget(stored === "no hash" ? null : other);
    writeFileSync(join(folder, "BOARD_SOUL.md.j2"), "# Another soul");
    await app.templates.reload();
    gateway.resetCounters();
    for (const dryRun of [true, false]) {
      const { status, report } = await sync({ includeMain: false, dryRun });
      expect(status).toBe("failed");
      expect(report.errors).toMatchObject([
        {
          code: "token-unreadable",
          agentId: id,
          message: expect.stringContaining(`several words in ${tokenFile}`),
          hint: expect.stringContaining("Repair tokens"),
        },
      ]);
    }
    expect(gateway.fileWrites).toBe(0);
    expect(read()).toBe(before);
    expect((await sync({ includeMain: false, rotateTokens: true })).report).toMatchObject({ errors: [] });
  });

  test("a word of a token's length is taken before others, and a mismatched token stays", async () => {
    const { id, sync, read, edit, forget } = await openAgent();
    const token = mintToken();
    edit(["AUTH_TOKEN=the-word-of-an-example", `AUTH_TOKEN=${token}`]);
    forget(null);
    const { report } = await sync({ includeMain: false });
    expect(report.errors).toMatchObject([{ code: "token-mismatch", severity: "warning", agentId: id }]);
    expect(read()).toContain(`AUTH_TOKEN=${token}`);
  });
});
