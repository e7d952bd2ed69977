import { describe, expect, test } from "vitest";
import { updateAgent } from "../database/agents.ts";
import { current, expectGoodToken, fileOf, fixture, lead, memory, open } from "./test-moving-fleet.ts";

describe("an agent whose id on the gateway changed", () => {
  const becomeWorker = () =>
    updateAgent(fixture.app.database, lead, { openclawSessionId: `agent:mc-${lead}:main`, isBoardLead: false });

  test("takes its own files along, and its token; a warning names the former entry", async () => {
    await open(current);
    const formerKey = fixture.keyOf(lead);
    const token = fixture.tokenOf(lead);
    fixture.gateway.writeFile(formerKey, "MEMORY.md", memory);
    becomeWorker();
    const { status, report } = await fixture.sync();
    expect(status).toBe("succeeded");
    expect(report.errors).toMatchObject([{ severity: "warning", code: "workspace-left", agentId: lead }]);
    expect(report.errors[0]?.message).toContain(formerKey);
    expect(fileOf(lead, "MEMORY.md")).toBe(memory);
    await expectGoodToken(lead, token);
  });

  test.each([
    ["led another board", (id: string) => ({ agentId: id, boardId: fixture.boardIds[1] ?? "" })],
    ["had a key of no form of ours", (id: string) => ({ agentId: id, formerKey: "pico" })],
  ])("takes its files along when it %s", async (_, change) => {
    await open(current);
    const { agentId, boardId, formerKey } = { formerKey: undefined, boardId: undefined, ...change(lead) };
    if (formerKey) {
      const openclawSessionId = `agent:${formerKey}:main`;
      updateAgent(fixture.app.database, agentId, { openclawSessionId, isBoardLead: false });
      await fixture.sync();
    }
    const former = fixture.keyOf(agentId);
    const token = fixture.tokenOf(agentId);
    fixture.gateway.writeFile(former, "MEMORY.md", memory);
    becomeWorker();
    if (boardId) updateAgent(fixture.app.database, agentId, { boardId });
    const { status, report } = await fixture.sync();
    expect(status).toBe("succeeded");
    expect(report.errors.find((error) => error.agentId === agentId)?.message).toContain(former);
    expect(fileOf(agentId, "MEMORY.md")).toBe(memory);
    await expectGoodToken(agentId, token);
  });

  test("takes along what it has by now when an earlier run could not add it", async () => {
    await open(current);
    const formerKey = fixture.keyOf(lead);
    fixture.gateway.writeFile(formerKey, "MEMORY.md", "before\n");
    becomeWorker();
    const refusal = { code: "INVALID_REQUEST", message: "invalid config: no" } as const;
    const fault = fixture.gateway.inject({ kind: "error", method: "config.patch", times: 50, ...refusal });
    expect((await fixture.sync()).status).toBe("failed");
    fault.remove();
    fixture.gateway.writeFile(formerKey, "MEMORY.md", memory);
    const { status, report } = await fixture.sync();
    expect(status).toBe("succeeded");
    expect(report.errors).toMatchObject([{ severity: "warning", code: "workspace-left", agentId: lead }]);
    expect(fileOf(lead, "MEMORY.md")).toBe(memory);
  });

  test("is not added with a new token while the file with its token cannot be read", async () => {
    await open(current);
    updateAgent(fixture.app.database, lead, { openclawSessionId: "agent:pico:main", isBoardLead: false });
    await fixture.sync();
    fixture.gateway.writeFile("pico", "AGENTS.md", "x".repeat(1_100_000));
    becomeWorker();
    const { status, report } = await fixture.sync({ rotateTokens: true });
    expect(status).toBe("failed");
    expect(report.errors).toMatchObject([{ code: "workspace-kept", agentId: lead }]);
    expect(report.errors[0]?.message).toContain("AGENTS.md");
    expect(fixture.gateway.agentIds).not.toContain(fixture.keyOf(lead));
  });

  test("is not added while that would leave notes behind", async () => {
    await open(current);
    const formerKey = fixture.keyOf(lead);
    fixture.gateway.writeFile(formerKey, "notes.md", "a note");
    becomeWorker();
    const { status, report } = await fixture.sync();
    expect(status).toBe("failed");
    expect(report.errors).toMatchObject([{ code: "workspace-kept", agentId: lead }]);
    expect(fixture.gateway.agentIds).not.toContain(fixture.keyOf(lead));
  });
});
