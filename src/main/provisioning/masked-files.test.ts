import { describe, expect, test } from "vitest";
import { updateAgent } from "../database/agents.ts";
import { readRun } from "../database/read-runs.ts";
import { tokenPlaceholder } from "./mask-token.ts";
import { bench, open } from "./test-open-bench.ts";
import { outcomeOf } from "./test-sync-results.ts";

function driftOf(runId: string): string {
  return readRun(bench.app.database, runId)
    .drift.map(({ diff }) => diff)
    .join("\n");
}

describe.each(["2026.9.6", "2026.3.28"])("on %s", (version) => {
  test("the stand-in itself in a file is not the token it stands for", async () => {
    const { app, sync, gateway, agentIds } = await open({ gateway: { version } });
    const [agent = ""] = agentIds;
    updateAgent(app.database, agent, { soulTemplate: "# Soul\nToken: {{ auth_token }}" });
    await sync({ rotateTokens: true });
    const key = bench.keyOf(agent);
    const right = gateway.readFile(key, "SOUL.md");
    gateway.writeFile(key, "SOUL.md", `# Soul\nToken: ${tokenPlaceholder}`);
    const { report } = await sync();
    expect(outcomeOf(report, agent)).toMatchObject({ outcome: "updated", filesWritten: ["SOUL.md"] });
    expect(gateway.readFile(key, "SOUL.md")).toBe(right);
    expect(driftOf(report.runId)).toMatch(/^-Token: /m);
    expect((await sync({ verify: true })).report.stats).toMatchObject({ fileWrites: 0 });
  });
});
