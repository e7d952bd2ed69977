import { describe, expect, test } from "vitest";
import { updateAgent } from "../database/agents.ts";
import { readRun } from "../database/read-runs.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { expectTokensVerify, outcomeOf } from "./test-sync-results.ts";
import { tokenPlaceholder } from "./tokens/mask-token.ts";

const dialects = [
  ["2026.9.6", "AGENTS.md"],
  ["2026.3.28", "TOOLS.md"],
] as const;

function driftOf(runId: string): string {
  return readRun(fixture.app.database, runId)
    .drift.map(({ diff }) => diff)
    .join("\n");
}

describe.each(dialects)("on %s", (version, tokenFile) => {
  test("the gateway's own token shows in no diff: planned, replaced or in our way", async () => {
    const secret = "the-gateways-own-token";
    const { sync, gateway, agentIds } = await open({ gateway: { version, token: secret } });
    await sync({ rotateTokens: true });
    const key = fixture.keyOf(agentIds[0] ?? "");
    gateway.writeFile(key, "SOUL.md", `openclaw --token=${secret}x`);
    const planned = await sync({ dryRun: true });
    expect(driftOf(planned.report.runId)).toContain("-openclaw --token=(gateway token)x");
    const blocked = await sync(
      {},
      {
        onEvent: (event) => {
          if (event.type === "phase" && event.phase === "writing-files")
            gateway.writeFile(key, "SOUL.md", `2 ${secret}`);
        },
      },
    );
    expect(driftOf(blocked.report.runId)).toContain("-2 (gateway token)");
    const replaced = await sync();
    expect(driftOf(replaced.report.runId)).toContain("-2 (gateway token)");
    for (const { report } of [planned, blocked, replaced]) expect(driftOf(report.runId)).not.toContain(secret);
  });

  test("a file that holds the words (gateway token) is not taken for one that holds the token", async () => {
    const secret = "the-gateways-own-token";
    const { app, sync, gateway, agentIds } = await open({ gateway: { version, token: secret } });
    const [agent = ""] = agentIds;
    updateAgent(app.database, agent, { soulTemplate: "# Soul\nSay (gateway token)." });
    await sync({ rotateTokens: true });
    gateway.writeFile(fixture.keyOf(agent), "SOUL.md", `# Soul\nSay ${secret}.`);
    expect(outcomeOf((await sync({ verify: true })).report, agent)).toMatchObject({ filesWritten: ["SOUL.md"] });
    expect(gateway.readFile(fixture.keyOf(agent), "SOUL.md")).toBe("# Soul\nSay (gateway token).");
  });

  test.each(["e", "a-word", tokenPlaceholder])(
    "%s in a token's place is no token: repaired, then at rest",
    async (text) => {
      const { sync, gateway, agentIds } = await open({ gateway: { version } });
      await sync({ rotateTokens: true });
      const [agent = ""] = agentIds;
      const key = fixture.keyOf(agent);
      const before = gateway.readFile(key, tokenFile) ?? "";
      gateway.writeFile(key, tokenFile, before.replaceAll(fixture.tokenOf(agent) ?? "", text));
      gateway.resetCounters();
      const skipped = await sync();
      expect(outcomeOf(skipped.report, agent)).toMatchObject({ outcome: "skipped", reason: "no-token" });
      expect(gateway.fileWrites).toBe(0);
      const planned = await sync({ dryRun: true, rotateTokens: true });
      expect(outcomeOf(planned.report, agent)).toMatchObject({ filesWritten: [tokenFile] });
      const repaired = await sync({ rotateTokens: true });
      expect(repaired.report.errors).toEqual([]);
      expect(outcomeOf(repaired.report, agent)).toMatchObject({ outcome: "updated", filesWritten: [tokenFile] });
      await expectTokensVerify(fixture);
      expect((await sync()).report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });
    },
  );

  test("the placeholder itself in a file is not the token", async () => {
    const { app, sync, gateway, agentIds } = await open({ gateway: { version } });
    const [agent = ""] = agentIds;
    updateAgent(app.database, agent, { soulTemplate: "# Soul\nToken: {{ auth_token }}" });
    await sync({ rotateTokens: true });
    const key = fixture.keyOf(agent);
    const right = gateway.readFile(key, "SOUL.md");
    gateway.writeFile(key, "SOUL.md", `# Soul\nToken: ${tokenPlaceholder}`);
    const { report } = await sync();
    expect(outcomeOf(report, agent)).toMatchObject({ outcome: "updated", filesWritten: ["SOUL.md"] });
    expect(gateway.readFile(key, "SOUL.md")).toBe(right);
    expect(driftOf(report.runId)).toMatch(/^-Token: /m);
    expect((await sync({ verify: true })).report.stats).toMatchObject({ fileWrites: 0 });
  });
});
