import { describe, expect, test } from "vitest";
import { bench, open } from "./test-open-bench.ts";
import { expectTokensVerify, outcomeOf } from "./test-sync-results.ts";

describe("tokens", () => {
  test("without rotate tokens, agents without one are skipped with an error that says how to repair", async () => {
    const { sync, gateway } = await open();
    const { status, report } = await sync();
    expect(status).toBe("failed");
    expect(report.agentsSkipped).toBe(6);
    expect(report.errors.every(({ code, hint }) => code === "token-unreadable" && /rotate tokens/.test(hint))).toBe(
      true,
    );
    expect(gateway.configWrites).toBe(0);
  });

  test("a lost token is repaired for its agent alone", async () => {
    const { sync, gateway, agentIds } = await open();
    await sync({ rotateTokens: true });
    const [lost = "", other = ""] = agentIds;
    const before = bench.tokenOf(other);
    const agents = gateway.readFile(bench.keyOf(lost), "AGENTS.md") ?? "";
    gateway.writeFile(bench.keyOf(lost), "AGENTS.md", agents.replace(/.*AUTH_TOKEN=.*/g, ""));
    const skipped = await sync();
    expect(outcomeOf(skipped.report, lost)).toMatchObject({ outcome: "skipped", reason: "no-token" });
    const repaired = await sync({ rotateTokens: true });
    expect(repaired.report).toMatchObject({ agentsUpdated: 1, agentsUnchanged: 5, errors: [] });
    expect(bench.tokenOf(other)).toBe(before);
    await expectTokensVerify(bench);
  });

  test("a drifted token is a warning, and repaired when asked", async () => {
    const { sync, gateway, agentIds } = await open();
    await sync({ rotateTokens: true });
    const [drifted = ""] = agentIds;
    const stray = "x".repeat(43);
    const agents = gateway.readFile(bench.keyOf(drifted), "AGENTS.md") ?? "";
    gateway.writeFile(bench.keyOf(drifted), "AGENTS.md", agents.replaceAll(bench.tokenOf(drifted) ?? "", stray));
    const warned = await sync();
    expect(warned.status).toBe("succeeded");
    expect(warned.report.errors).toMatchObject([{ severity: "warning", code: "token-mismatch", agentId: drifted }]);
    expect((await sync({ rotateTokens: true })).report.errors).toEqual([]);
    expect(bench.tokenOf(drifted)).not.toBe(stray);
    await expectTokensVerify(bench);
  });

  test("re-key all gives everybody another token", async () => {
    const { sync, agentIds } = await open();
    await sync({ rotateTokens: true });
    const before = agentIds.map(bench.tokenOf);
    expect((await sync({ rekeyAll: true })).report).toMatchObject({ agentsUpdated: 6, errors: [] });
    expect(agentIds.map(bench.tokenOf).some((token, index) => token === before[index])).toBe(false);
    await expectTokensVerify(bench);
  });
});
