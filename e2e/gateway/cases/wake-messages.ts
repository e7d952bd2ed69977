import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { runScript } from "../../../src/main/cli/test-cli.ts";
import { planWakeRuns } from "../../../src/main/operations/wake-runs.ts";
import type { CheckIns } from "../../../src/main/provisioning/model/check-ins.ts";
import type { ScopedAgent } from "../../../src/main/provisioning/model/scoped-agent.ts";
import { wakeAgents } from "../../../src/main/provisioning/wake-agents.ts";
import { nowTimestamp } from "../../../src/shared/records.ts";
import { withRawClient } from "../raw-client.ts";
import { readChat } from "../read-back.ts";
import type { WakeFixture } from "../wake-fixture.ts";

const withinMs = 120_000;
const wakeText = "Mission Control wakes you up";

/** `agent wake` and `board wake` (docs/behaviour.md, Waking agents), for a fleet that is provisioned. */
export function wakeMessageCases(fixture: () => WakeFixture): void {
  it("agent wake sends one message, and the agent's turn checks in", async () => {
    const { station } = fixture();
    expect((await station.sync()).status).toBe("succeeded");
    const [, woken, other] = station.agents();
    if (!woken || !other) throw new Error("the fleet has too few agents");
    const before = { [woken.key]: await countWakes(fixture(), woken), [other.key]: await countWakes(fixture(), other) };
    const from = fixture().model.prompts.length;
    station.pause();
    const words = ["--data-dir", station.dataDir, "agent", "wake", woken.agent.name, "--json"];
    const { code, stdout } = await runScript(["cli.ts", ...words]);
    await station.reopen();

    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      { problems: [], runs: [{ agents: [{ agentId: woken.agent.id, outcome: "updated", reason: "woken" }] }] },
    ]);
    const hasTurn = () =>
      fixture()
        .model.prompts.slice(from)
        .some((prompt) => isWokenIn(prompt, woken));
    await expect.poll(hasTurn, { timeout: withinMs, interval: 500 }).toBe(true);
    await expectCheckIn(fixture(), woken, 0);
    expect(await countWakes(fixture(), woken)).toBe((before[woken.key] ?? 0) + 1);
    expect(await countWakes(fixture(), other)).toBe(before[other.key]);
  });

  it("board wake wakes every agent once, waits for their check-ins, and names the agent that stays silent", async () => {
    const { station, missionControl } = fixture();
    const agents = station.agents().filter(({ isMain }) => !isMain);
    const [silent] = agents;
    const boardId = silent?.agent.boardId ?? "";
    const before = new Map<string, number>();
    for (const scoped of agents) before.set(scoped.key, await countWakes(fixture(), scoped));
    const from = missionControl.checkIns.length;
    const seen = lastSeenOf(fixture(), agents.slice(1));
    const [run] = planWakeRuns(station.app.database, { boardId });
    if (!run) throw new Error("no run was planned");

    const { status, report } = await wakeAgents({ ...station.app, checkIns: seen }, { ...run, startedBy: "e2e" });

    expect(status).toBe("succeeded");
    expect(report.agents).toHaveLength(4);
    expect(report.agents.every(({ outcome, reason }) => outcome === "updated" && reason === "woken")).toBe(true);
    const warned = report.errors.filter(({ code }) => code === "not-checked-in").map(({ agentName }) => agentName);
    expect(report.errors).toHaveLength(warned.length);
    expect(warned).toContain(silent?.agent.name);
    const [note = ""] = report.notes ?? [];
    // On a busy machine turns take longer than the wait: each agent is named as one or the other.
    for (const { agent } of agents) expect(note.includes(`"${agent.name}"`) !== warned.includes(agent.name)).toBe(true);
    for (const scoped of agents) {
      await expectCheckIn(fixture(), scoped, from);
      // Older gateways store a message when its turn begins, which waits for a heartbeat in progress.
      const once = (before.get(scoped.key) ?? 0) + 1;
      await expect.poll(() => countWakes(fixture(), scoped), { timeout: withinMs, interval: 1000 }).toBe(once);
    }
    for (const scoped of agents) expect(await countWakes(fixture(), scoped)).toBe((before.get(scoped.key) ?? 0) + 1);
  });
}

function isWokenIn(prompt: string, { agent }: ScopedAgent): boolean {
  return prompt.includes(wakeText) && prompt.includes(`AGENT_ID=${agent.id}`);
}

/** How many wake-up messages the gateway has stored in the agent's session. */
async function countWakes({ gateway }: WakeFixture, { key }: ScopedAgent): Promise<number> {
  const messages = await withRawClient(gateway, (raw) => readChat(raw, `agent:${key}:main`));
  return messages.filter((message) => message.includes(wakeText)).length;
}

async function expectCheckIn({ missionControl, tokenOnDisk }: WakeFixture, scoped: ScopedAgent, from: number) {
  const tokens = () => missionControl.checkIns.slice(from).map(({ token }) => token);
  await expect.poll(tokens, { timeout: withinMs, interval: 500 }).toContain(tokenOnDisk(scoped));
}

/** What Mission Control's database would have of these agents; others never check in there. */
function lastSeenOf({ missionControl, tokenOnDisk }: WakeFixture, agents: ScopedAgent[]): CheckIns {
  const counts = new Map<string, number>();
  const lastSeen = new Map<string, string | null>();
  return {
    areKnown: () => true,
    async readLastSeen(agentIds) {
      for (const scoped of agents) {
        const token = tokenOnDisk(scoped);
        const count = missionControl.checkIns.filter((checkIn) => checkIn.token === token).length;
        if (count === (counts.get(scoped.agent.id) ?? 0)) continue;
        counts.set(scoped.agent.id, count);
        lastSeen.set(scoped.agent.id, nowTimestamp());
        await sleep(1);
      }
      return new Map(agentIds.map((id) => [id, lastSeen.get(id) ?? null]));
    },
  };
}
