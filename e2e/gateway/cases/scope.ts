import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { changeBoards, expectAllRight, type GatewayFixture } from "../gateway-fixture.ts";
import { readFile } from "../read-back.ts";

/** Agents that a sync does not touch: those of paused boards, of other boards, and all but leads. */
export function scopeCases(fixture: () => GatewayFixture): void {
  it("does not change the agents of a paused board until it is resumed", async () => {
    const { station, settle } = fixture();
    await settle();
    const [paused] = station.fleet.boards;
    const before = await standing(fixture());
    station.import({ board_memory: [chatLine(paused?.id, "  /Pause\n")] });
    changeBoards(fixture(), "Paused case");

    const first = await station.sync();

    expect({ status: first.status, errors: first.report.errors }).toEqual({ status: "succeeded", errors: [] });
    expect(first.report).toMatchObject({ agentsSkipped: 5, agentsUpdated: 5 });
    const skipped = first.report.agents.filter(({ outcome }) => outcome === "skipped");
    expect(skipped.map(({ boardId, reason }) => [boardId, reason])).toEqual(Array(5).fill([paused?.id, "paused"]));
    expect(await changedBoards(fixture(), before)).toEqual([station.fleet.boards[1]?.id]);

    station.import({ board_memory: [chatLine(paused?.id, "/resume")] });
    const second = await station.sync();

    expect(second.report).toMatchObject({ agentsSkipped: 0, agentsUpdated: 5, agentsUnchanged: 5 });
    await expectAllRight(fixture());
  });

  it("changes only the chosen board, and only its lead with leads only", async () => {
    const { station, settle } = fixture();
    await settle();
    const [, board] = station.fleet.boards;
    const boardId = board?.id ?? "";
    const before = await standing(fixture());
    changeBoards(fixture(), "Board case");

    const leads = await station.sync({ boardId, leadOnly: true, includeMain: false });

    expect(leads.report).toMatchObject({ agentsInScope: 1, agentsUpdated: 1, mainUpdated: false, errors: [] });
    expect(leads.report.agents.map(({ agentName }) => agentName)).toEqual(["Lead 2"]);
    expect(await changedAgents(fixture(), before)).toEqual(["Lead 2"]);

    const whole = await station.sync({ boardId, includeMain: false });

    expect(whole.report).toMatchObject({ agentsInScope: 5, agentsUpdated: 4, agentsUnchanged: 1, errors: [] });
    expect(await changedBoards(fixture(), before)).toEqual([boardId]);

    const rest = await station.sync();

    expect(rest.report).toMatchObject({ agentsInScope: 10, agentsUpdated: 5, agentsUnchanged: 5, errors: [] });
    await expectAllRight(fixture());
  });
}

function chatLine(boardId: string | undefined, content: string) {
  return { id: randomUUID(), board_id: boardId, content, is_chat: true, created_at: new Date().toISOString() };
}

type Standing = Map<string, string | null>;

/** AGENTS.md of every agent, which describes the board. */
function standing({ station, raw }: GatewayFixture): Promise<Standing> {
  return raw(async (client) => {
    const texts = station.agents().map(async ({ key }) => [key, await readFile(client, key, "AGENTS.md")] as const);
    return new Map(await Promise.all(texts));
  });
}

async function changed(fixture: GatewayFixture, before: Standing) {
  const now = await standing(fixture);
  return fixture.station.agents().filter(({ key }) => now.get(key) !== before.get(key));
}

async function changedAgents(fixture: GatewayFixture, before: Standing): Promise<string[]> {
  return (await changed(fixture, before)).map(({ agent }) => agent.name);
}

async function changedBoards(fixture: GatewayFixture, before: Standing): Promise<(string | null)[]> {
  return [...new Set((await changed(fixture, before)).map(({ agent }) => agent.boardId))];
}
