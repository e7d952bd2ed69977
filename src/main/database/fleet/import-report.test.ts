import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAgentSyncStates, saveAgentSyncStates } from "../agent-sync-states.ts";
import { readAgentTokenStates, saveVerifiedTokens } from "../agent-token-state.ts";
import { listAgents, readAgent, updateAgent } from "../agents.ts";
import { readBoard } from "../boards.ts";
import { importFleet } from "../import-fleet.ts";
import { type Database, openDatabase } from "../open-database.ts";
import { testVault } from "../test-fleet.ts";
import { agent, board, dumpRows, fleet, gateway, id, organization } from "./test-fleet-file.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
});
afterEach(() => db.close());

const load = (file: unknown) => importFleet(db, testVault, file);
const warningsOf = (file: unknown) => load(file).warnings;

describe("columns that Mission Control can hold", () => {
  it("are taken: long names, infinite times, flags and numbers as text, null where there is a default", () => {
    const file = fleet();
    Object.assign(file.agents[0], { name: "n".repeat(201), is_board_lead: "t", last_seen_at: "-infinity" });
    Object.assign(file.boards[0], {
      goal_confirmed: "f",
      require_approval_for_done: "false",
      max_agents: "7",
      description: null,
      success_metrics: '{"leads": 12}',
      updated_at: "infinity",
    });
    Object.assign(file.gateways[0], { allow_insecure_tls: 1 });
    load(file);
    expect(readAgent(db, agent)).toMatchObject({
      name: "n".repeat(201),
      isBoardLead: true,
      lastSeenAt: "0001-01-01T00:00:00.000000Z",
    });
    expect(readBoard(db, board)).toMatchObject({
      goalConfirmed: false,
      requireApprovalForDone: false,
      maxAgents: 7,
      description: "",
      successMetrics: { leads: 12 },
      updatedAt: "9999-12-31T23:59:59.999999Z",
    });
    expect(load(file).tables).toMatchObject({
      agents: { updated: 0 },
      boards: { updated: 0 },
      gateways: { updated: 0 },
    });
  });
});

describe("warnings of an import", () => {
  it("name a misspelt column once, with the nearest known one, and none that only Mission Control has", () => {
    const file = fleet();
    Object.assign(file.agents[0], { identity_profle: {}, provision_confirm_token_hash: "x" });
    Object.assign(file.agents[1], { identity_profle: {}, heartbeatConfig: {} });
    expect(warningsOf(file)).toEqual([
      'organizations: the column "plan" is not read (row 1). Flight Deck has no such column.',
      'agents: the column "identity_profle" is not read (2 rows, the first is row 1). Did you mean identity_profile?',
      'agents: the column "heartbeatConfig" is not read (row 2). Did you mean heartbeat_config?',
    ]);
  });

  it("name twins: an address of two gateways, a name of two agents of a board", () => {
    const file = fleet();
    const gateways = [...file.gateways, { ...file.gateways[0], id: id(40), name: "South", url: "ws://127.0.0.1:1/" }];
    const agents = [...file.agents, { ...file.agents[0], id: id(41), name: " ada" }];
    const warnings = warningsOf({ ...file, gateways, agents });
    expect(warnings).toContain('gateways row 2 "South": has the same address as "North" (ws://127.0.0.1:1).');
    expect(warnings).toContain('agents row 3 "ada": has the name of another agent of its board.');
  });

  it("name a board of another organization than its gateway's, and a confirmed goal without its objective", () => {
    const file = fleet();
    const organizations = [...(file.organizations ?? []), { id: id(50), name: "Other" }];
    Object.assign(file.boards[0], { organization_id: id(50), goal_confirmed: true, success_metrics: {} });
    const warnings = warningsOf({ ...file, organizations });
    expect(warnings).toContainEqual(
      expect.stringMatching(/^boards row 1 "Sales": belongs to the organization "Other", its gateway "North" to "Org"/),
    );
    expect(warnings).toContain(
      'boards row 1 "Sales": is a confirmed goal without an objective and success metrics, which Mission Control refuses.',
    );
  });

  it("say that a gateway's new address needs its token again", () => {
    load(fleet());
    const [row] = fleet().gateways;
    const warnings = warningsOf({ gateways: [{ ...row, url: "ws://127.0.0.1:2", token: null }] });
    expect(warnings).toEqual([
      expect.stringMatching(/^gateways row 1 "North": has a new address and the file has no token/),
    ]);
  });
});

describe("a dry run", () => {
  it("reports what an import would do, row by row, and changes nothing", () => {
    load(fleet());
    const file = fleet();
    file.agents[0].name = "Ada Lovelace";
    const added = { id: id(20), board_id: board, gateway_id: gateway, name: "Eve" };
    const before = dumpRows(db);
    const wanted = { agents: [file.agents[0], added] };
    const preview = importFleet(db, testVault, wanted, { dryRun: true });
    expect(dumpRows(db)).toEqual(before);
    expect(preview.tables.agents).toEqual({ inserted: 1, updated: 1, unchanged: 0 });
    expect(preview.rows).toEqual([
      { table: "agents", id: id(20), name: "Eve", change: "added", columns: [] },
      { table: "agents", id: agent, name: "Ada Lovelace", change: "changed", columns: ["name"] },
      { table: "agents", id: id(7), name: "Main", change: "only-here", columns: [] },
    ]);
    expect(load(wanted)).toEqual(preview);
  });
});

describe("the sync states after an import", () => {
  const syncAll = () =>
    saveAgentSyncStates(
      db,
      listAgents(db).map(({ id: agentId }) => ({ agentId, state: "synced" as const, differing: [] })),
      1_000,
    );
  const unknownAfter = (file: unknown) => {
    syncAll();
    load(file);
    const states = readAgentSyncStates(
      db,
      listAgents(db).map(({ id: agentId }) => agentId),
    );
    return [...states.values()].filter(({ state }) => state === "unknown").map(({ agentId }) => agentId);
  };
  beforeEach(() => void load(fleet()));

  const changed = (table: "agents" | "boards" | "gateways", change: object) => ({
    [table]: [{ ...fleet()[table][0], ...change, updated_at: "2999-01-01T00:00:00Z" }],
  });
  it.each([
    ["nothing", fleet(), []],
    ["a check-in", changed("agents", { last_seen_at: "2026-03-01T00:00:00Z", status: "online" }), []],
    ["a board's description", changed("boards", { description: "x" }), []],
    ["a gateway's name", changed("gateways", { name: "x" }), []],
    ["a new agent", { agents: [{ id: id(20), board_id: board, gateway_id: gateway, name: "Eve" }] }, []],
    ["an agent's soul", changed("agents", { soul_template: "x" }), [agent]],
    ["a board's objective", changed("boards", { objective: "x" }), [agent]],
    ["the workspace root", changed("gateways", { workspace_root: "/x" }), [agent, id(7)]],
    ["the owner's notes", { users: [{ id: id(2), notes: "Likes tea" }] }, [agent, id(7)]],
    ["another person", { users: [{ id: id(60), name: "Bob" }] }, []],
    [
      "another owner",
      {
        users: [{ id: id(60), name: "Bob" }],
        organization_members: [
          {
            id: id(61),
            organization_id: organization,
            user_id: id(60),
            role: "owner",
            created_at: "2020-01-01T00:00:00Z",
          },
        ],
      },
      [agent, id(7)],
    ],
  ])("are unknown only for the agents that %s changes", (_name, file, agents) => {
    expect(unknownAfter(file).sort()).toEqual(agents.sort());
  });
});

describe("another token hash in the file", () => {
  const later = (hash: string) => ({
    agents: [{ ...fleet().agents[0], agent_token_hash: hash, updated_at: "2999-01-01T00:00:00Z" }],
  });
  const pendingHash = () => readAgentTokenStates(db, [agent]).get(agent)?.pendingHash ?? null;
  beforeEach(() => {
    load(fleet());
    updateAgent(db, agent, { agentTokenHash: "ours" });
  });

  it("is taken while no token was verified against ours", () => {
    expect(warningsOf(later("theirs"))).toEqual([]);
    expect(readAgent(db, agent).agentTokenHash).toBe("theirs");
  });

  it("is kept aside for the next sync where a token was verified against ours, which the import says once", () => {
    saveVerifiedTokens(db, [{ agentId: agent, verifiedHash: "ours", verifiedFingerprint: "f", verifiedInSha256: "s" }]);
    expect(warningsOf(later("theirs"))).toEqual([
      expect.stringMatching(/^agents row 1 "Ada", agent_token_hash: not taken, because the token on the gateway/),
    ]);
    expect(readAgent(db, agent).agentTokenHash).toBe("ours");
    expect(pendingHash()).toBe("theirs");
    expect(load(later("theirs"))).toMatchObject({ warnings: [], tables: { agents: { updated: 0, unchanged: 1 } } });
  });
});
