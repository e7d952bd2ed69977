import { expect, it } from "vitest";
import { editFile, readFile } from "../read-back.ts";
import { accepts, agentNamed, expectAllRight, readTokenOf, tokenFileOf, type World } from "../world.ts";

/** Agents whose token is gone from their files, or is another one than Mission Control knows. */
export function tokenCases(world: () => World): void {
  it("skips an agent whose token is lost, and gives it a new one when asked to repair", async () => {
    const { station, raw, settle } = world();
    await settle();
    const { key, agent } = agentNamed(world(), "Worker 5");
    const withoutToken = await raw((client) =>
      editFile(client, key, tokenFileOf(world()), (content) => content.replace(/^.*AUTH_TOKEN=.*\n/gm, "")),
    );

    const first = await station.sync();

    expect(first.status).toBe("failed");
    expect(first.report).toMatchObject({ agentsSkipped: 1, agentsUnchanged: 9 });
    expect(first.report.errors).toMatchObject([{ severity: "error", code: "token-unreadable", agentId: agent.id }]);
    expect(first.report.agents.find(({ agentId }) => agentId === agent.id)).toMatchObject({
      outcome: "skipped",
      reason: "no-token",
    });
    expect(await raw((client) => readFile(client, key, tokenFileOf(world())))).toBe(withoutToken);

    const second = await station.sync({ rotateTokens: true });

    expect({ status: second.status, errors: second.report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(second.report).toMatchObject({ agentsUpdated: 1, agentsUnchanged: 9 });
    expect(agentNamed(world(), "Worker 5").agent.agentTokenHash).not.toBe(agent.agentTokenHash);
    await expectAllRight(world());
  });

  it("warns of a token that does not match its hash, and replaces it when asked to repair", async () => {
    const { station, raw, settle } = world();
    await settle();
    const scoped = agentNamed(world(), "Worker 6");
    const { key, agent } = scoped;
    const strange = "an-AUTH-TOKEN-that-nobody-of-us-has-minted1";
    await raw((client) =>
      editFile(client, key, tokenFileOf(world()), (content) =>
        content.replace(/AUTH_TOKEN=[\w-]{43}/g, `AUTH_TOKEN=${strange}`),
      ),
    );

    const first = await station.sync();

    expect(first.status).toBe("succeeded");
    expect(first.report.errors).toMatchObject([{ severity: "warning", code: "token-mismatch", agentId: agent.id }]);
    expect(await raw((client) => readTokenOf(world(), client, scoped))).toBe(strange);
    expect(agentNamed(world(), "Worker 6").agent.agentTokenHash).toBe(agent.agentTokenHash);

    const second = await station.sync({ rotateTokens: true });

    expect({ status: second.status, errors: second.report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(second.report).toMatchObject({ agentsUpdated: 1, agentsUnchanged: 9 });
    const repaired = await raw((client) => readTokenOf(world(), client, scoped));
    expect(repaired).not.toBe(strange);
    expect(accepts(agent.agentTokenHash, repaired ?? "")).toBe(false);
    await expectAllRight(world());
  });

  it("gives every agent another token when asked to re-key all", async () => {
    const { station, raw, settle } = world();
    await settle();
    const tokens = () =>
      raw((client) => Promise.all(station.agents().map((each) => readTokenOf(world(), client, each))));
    const before = await tokens();

    const { status, report } = await station.sync({ rekeyAll: true });

    expect({ status, errors: report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(report).toMatchObject({ agentsUpdated: 10, mainUpdated: true });
    expect(new Set([...before, ...(await tokens())]).size).toBe(22);
    await expectAllRight(world());
  });
}
