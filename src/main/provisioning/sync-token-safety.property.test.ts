import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAgent } from "../database/agents.ts";
import { setWith } from "../templates/test-support.ts";
import { open } from "./test-open-fixture.ts";
import { isReadable } from "./tokens/find-candidates.ts";
import { around, goodLine } from "./tokens/test-token-texts.ts";

describe.each([
  ["2026.9.6", "AGENTS.md"],
  ["2026.3.28", "TOOLS.md"],
])("a plain sync on %s", (version, tokenFile) => {
  test("never replaces a token that verifies, and the next changes nothing", async () => {
    const { folder } = await setWith({});
    const { app, sync, gateway, agentIds, keyOf, tokenOf } = await open({
      ...{ gateway: { version, rateLimits: false }, agents: 1, boards: 1, templateFolder: folder },
    });
    const [id = ""] = agentIds;
    const key = keyOf(id);
    const fleet = { includeMain: false };
    await sync(fleet);
    const own = tokenOf(id) ?? "";
    const hash = readAgent(app.database, id).agentTokenHash;
    const home = tokenFile === "TOOLS.md" ? "file" : "agents-section";
    const template = fc.record({ tools: around, agents: around, line: goodLine("{{ auth_token }}") });
    await fc.assert(
      fc.asyncProperty(template, around, goodLine(own), fc.boolean(), async (made, edit, line, isEdited) => {
        const textOf = ({ before, after }: typeof edit, middle: string[]) =>
          [...before, ...middle, ...after].join("\n");
        writeFileSync(join(folder, "BOARD_TOOLS.md.j2"), `# Tools\n${textOf(made.tools, [made.line])}`);
        writeFileSync(join(folder, "LEAD_AGENTS.md.j2"), `# Agent\n${textOf(made.agents, [])}`);
        await app.templates.reload();
        if (isEdited) {
          const head = home === "file" ? "# Tools" : "# Agent\n\n## Tools";
          const text = `${head}\n${textOf(edit, [line])}`.replaceAll("\n", edit.newline);
          gateway.writeFile(key, tokenFile, `${edit.bom ? "\ufeff" : ""}${text}`);
        }
        const first = await sync(fleet);
        expect(first.report.errors).toEqual([]);
        expect(readAgent(app.database, id).agentTokenHash).toBe(hash);
        const content = gateway.readFile(key, tokenFile) ?? "";
        expect(isReadable(own, content, home)).toBe(true);
        expect((await sync(fleet)).report).toMatchObject({ agentsUnchanged: 1, errors: [], stats: { fileWrites: 0 } });
        expect(gateway.readFile(key, tokenFile)).toBe(content);
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});
