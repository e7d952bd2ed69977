import { describe, expect, test } from "vitest";
import { agentKey } from "../../shared/identity.ts";
import { listAgents } from "../database/agents.ts";
import { listWrittenFiles } from "../database/written-files.ts";
import { makeByHand } from "../provisioning/test-foreign-agents.ts";
import { open } from "../provisioning/test-open-fixture.ts";
import { adoptAgents } from "./adopt-agents.ts";
import { makeOwnTemplate } from "./make-own-template.ts";

const souls = {
  plain: "A soul\n",
  jinja: "{{ not a template }} {% raw %} {# nor this #} {{{% }}\n",
  windows: "Two lines\r\nof a soul\r\n",
  "no-end": "Naïve café 🦞, with no end of line",
  spaced: "\n\n  Indented \n\n\n",
  marked: "\ufeffWith a mark\n",
};

describe.each(["2026.3.28", "2026.9.6"])("what an agent has made its own template on %s", (version) => {
  test("is what it has, whatever is in it, and is written again when somebody else changes it", async () => {
    const { app, gateway, gatewayId, boardIds, sync } = await open({ gateway: { version }, boards: 1, agents: 1 });
    makeByHand(
      gateway,
      Object.entries(souls).map(([id, soul]) => ({
        id,
        settings: { workspace: `/home/owner/${id}` },
        files: { "SOUL.md": soul },
      })),
    );
    const request = { gatewayId, boardId: boardIds[0] ?? "", mode: "files" as const, wanted: Object.keys(souls) };
    await adoptAgents({ ...app, startedBy: "test" }, request);
    await sync();
    gateway.resetCounters();
    const idOf = (key: string) => listAgents(app.database).find((agent) => agentKey(agent) === key)?.id ?? "";

    for (const key of Object.keys(souls)) {
      const made = await makeOwnTemplate(app, { agentId: idOf(key), fileName: "SOUL.md" });
      const soul = souls[key as keyof typeof souls];
      expect([key, made]).toEqual([key, { isSame: soul === soul.trim() }]);
      const files = listWrittenFiles(app.database, [idOf(key)]);
      expect(files.find(({ fileName }) => fileName === "SOUL.md")?.keptTheirsMaskedSha256).toBeNull();
    }
    expect((await sync()).report).toMatchObject({ errors: [] });
    expect(gateway.fileWrites).toBe(Object.values(souls).filter((soul) => soul !== soul.trim()).length);
    gateway.writeFile("jinja", "SOUL.md", "Somebody else's\n");
    await sync();
    for (const [key, soul] of Object.entries(souls)) expect(gateway.readFile(key, "SOUL.md")).toBe(soul.trim());
  });
});

test("a file without a template of its own, without content or with a token is refused, and changes nothing", async () => {
  const { app, gateway, agentIds, sync } = await open({ gateway: { version: "2026.9.6" }, agents: 2 });
  await sync({ rotateTokens: true });
  const [agentId = ""] = agentIds;
  const before = listAgents(app.database);
  const of = (fileName: string) => makeOwnTemplate(app, { agentId, fileName });
  await expect(of("AGENTS.md")).rejects.toThrow("AGENTS.md has no template of an agent's own. Nothing was changed.");
  const key = before.filter(({ id }) => id === agentId).map(agentKey)[0] ?? "";
  gateway.writeFile(key, "SOUL.md", " \n");
  await expect(of("SOUL.md")).rejects.toThrow("has nothing in SOUL.md on its gateway");
  const token = /^AUTH_TOKEN=([\w-]{43})$/m.exec(gateway.readFile(key, "AGENTS.md") ?? "")?.[1] ?? "";
  gateway.writeFile(key, "SOUL.md", `My token is ${token}\n`);
  await expect(of("SOUL.md")).rejects.toThrow("contains the agent's token");
  expect([token.length, listAgents(app.database)]).toEqual([43, before]);
});
