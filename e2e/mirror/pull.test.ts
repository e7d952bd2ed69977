import { beforeEach, describe, expect, it } from "vitest";
import {
  readAgentSyncStates,
  readFleetRevision,
  saveAgentSyncStates,
} from "../../src/main/database/agent-sync-states.ts";
import { readAgent, updateAgent } from "../../src/main/database/agents.ts";
import { saveGatewayRoster } from "../../src/main/database/gateway-rosters.ts";
import { readGatewayToken } from "../../src/main/database/gateways.ts";
import { importFleet } from "../../src/main/database/import-fleet.ts";
import { findPausedBoards } from "../../src/main/database/paused-boards.ts";
import { readMirrorStatus } from "../../src/main/operations/change-mirror.ts";
import { testVault } from "./installation.ts";
import { agent, board_id, control, gateway_id, here, organization_id } from "./one-agent.ts";

describe("a first pull", () => {
  it("takes all rows over as they are, with names of any length and JSON digit for digit", async () => {
    const name = "N".repeat(5_000);
    const metrics = '{"big": 12345678901234567890, "ratio": 1.0, "o": "\\u00f6"}';
    const long = await control.add("boards", {
      organization_id,
      gateway_id,
      name,
      success_metrics: metrics,
      target_date: "2026-12-31",
    });
    const user_id = await control.add("users", { name: "Jo", notes: "  as typed \n" });
    await control.add("organization_members", { organization_id, user_id });
    expect(await here.pull()).toEqual([
      "organizations added Org",
      "users added Jo",
      "organization_members added owner",
      "gateways added North",
      "boards added Sales",
      `boards added ${name}`,
      "agents added Ada",
    ]);
    expect(here.query("SELECT name, success_metrics, target_date, created_at FROM boards WHERE id = ?", long)).toEqual([
      {
        name,
        success_metrics: metrics,
        target_date: "2026-12-31T00:00:00.000000Z",
        created_at: "2026-01-01T09:00:00.000123Z",
      },
    ]);
    expect(here.query("SELECT notes FROM users")).toEqual([{ notes: "  as typed \n" }]);
    expect(await here.pull()).toEqual([]);
    expect(await here.pull({ full: true })).toEqual([]);
  });

  it("puts gateway tokens into the vault and nowhere else", async () => {
    await here.pull();
    expect(readGatewayToken(here.database, testVault, gateway_id)).toBe("gateway-secret");
    const everything = here.database.sqlite.serialize();
    expect(everything.includes("gateway-secret")).toBe(false);
    expect(everything.includes("postgres-secret")).toBe(false);
    expect(JSON.stringify(readMirrorStatus(here))).not.toContain("secret");
  });

  it("keeps Mission Control's session keys and fills missing ones by role, for Mission Control too", async () => {
    const main = await control.add("agents", { gateway_id, name: "Main" });
    await here.pull();
    const keyOf = (id: string) => readAgent(here.database, id).openclawSessionId;
    expect(keyOf(agent)).toBe("agent:lead-1:main");
    expect(keyOf(main)).toBe(`agent:mc-gateway-${gateway_id}:main`);
    expect(here.query("SELECT row_id FROM mirror_changes")).toEqual([{ row_id: main }]);
  });

  it("takes values that have no place in a calendar", async () => {
    await control.query(
      "UPDATE boards SET target_date = 'infinity'; UPDATE agents SET last_seen_at = '-infinity', created_at = '0044-03-15 BC'",
    );
    await here.pull();
    expect(here.query("SELECT target_date, last_seen_at, agents.created_at FROM boards, agents")).toEqual([
      { target_date: "infinity", last_seen_at: "-infinity", created_at: "-infinity" },
    ]);
  });

  it("of a fleet that was imported before takes Mission Control's values, but not over a token that was verified", async () => {
    const other = await control.add("agents", { board_id, gateway_id, name: "Bea", agent_token_hash: "theirs" });
    await control.query("UPDATE agents SET agent_token_hash = 'theirs'; UPDATE gateways SET token = NULL");
    const row = (id: string) => ({ id, board_id, gateway_id, name: "Imported", agent_token_hash: "ours" });
    importFleet(here.database, testVault, {
      organizations: [{ id: organization_id, name: "Imported" }],
      gateways: [
        {
          id: gateway_id,
          organization_id,
          name: "Imported",
          url: "ws://127.0.0.1:1",
          token: "our-secret",
          workspace_root: "/w",
        },
      ],
      boards: [{ id: board_id, organization_id, gateway_id, name: "Imported" }],
      agents: [row(agent), row(other)],
    });
    here.database.sqlite
      .prepare("INSERT INTO agent_token_state (agent_id, verified_hash) VALUES (?, 'ours')")
      .run(agent);
    await here.pull();
    expect(here.query("SELECT name, agent_token_hash FROM agents ORDER BY name")).toEqual([
      { name: "Ada", agent_token_hash: "ours" },
      { name: "Bea", agent_token_hash: "theirs" },
    ]);
    expect(readGatewayToken(here.database, testVault, gateway_id)).toBe("our-secret");
    const dirty = here.query("SELECT row_id FROM mirror_changes").map(({ row_id }) => row_id);
    expect(dirty).toContain(agent);
    expect(dirty).toContain(gateway_id);
  });
});

describe("a later pull", () => {
  beforeEach(async () => {
    await here.pull();
  });

  it("finds every change, also where updated_at did not move", async () => {
    await control.query("UPDATE agents SET name = 'Bea'");
    await control.query("UPDATE gateways SET token = 'other-secret', url = 'ws://127.0.0.1:2'");
    await control.add("boards", { organization_id, name: "Support" });
    expect(await here.pull()).toEqual([
      "gateways changed North (url, token)",
      "boards added Support",
      "agents changed Bea (name)",
    ]);
    expect(readGatewayToken(here.database, testVault, gateway_id)).toBe("other-secret");
    await control.query("UPDATE gateways SET url = 'ws://127.0.0.1:3'");
    expect(await here.pull()).toEqual(["gateways changed North (url)"]);
    expect(readGatewayToken(here.database, testVault, gateway_id)).toBe("other-secret");
  });

  it("deletes what was deleted there, and names changes that were lost with it", async () => {
    updateAgent(here.database, agent, { name: "Renamed here" });
    await control.query("DELETE FROM agents; DELETE FROM boards");
    expect(await here.pull()).toEqual(["agents deleted Renamed here (name)", "boards deleted Sales"]);
    expect(here.query("SELECT * FROM agents")).toEqual([]);
    expect(here.query("SELECT * FROM mirror_changes")).toEqual([]);
    expect(await here.pull()).toEqual([]);
  });

  it("names the agents that stay on a gateway when rows are deleted, also with the gateway's", async () => {
    const seen = await control.add("agents", { board_id, gateway_id, name: "Bea", agent_token_hash: "two" });
    const never = await control.add("agents", { board_id, gateway_id, name: "Cleo" });
    await here.pull();
    saveGatewayRoster(here.database, gateway_id, [{ key: `mc-${seen}`, name: "Bea", workspace: null }]);
    await control.query(`DELETE FROM agents WHERE id IN ('${seen}', '${never}')`);
    const staying = async () => {
      await here.pull();
      return readMirrorStatus(here).lastPull?.staying;
    };
    expect(await staying()).toEqual([{ gatewayId: gateway_id, gatewayName: "North", isKnown: true, names: ["Bea"] }]);
    expect(await staying()).toBeUndefined();
    here.database.sqlite.exec("DELETE FROM gateway_rosters");
    await control.query("DELETE FROM agents; DELETE FROM boards; DELETE FROM gateways");
    expect(await staying()).toEqual([{ gatewayId: gateway_id, gatewayName: "North", isKnown: false, names: ["Ada"] }]);
  });

  it("warns of rows that gateways refuse or that have the name of another, until a pull without such rows", async () => {
    await control.add("agents", { board_id, gateway_id, name: "Bad", heartbeat_config: '{"every": "soon"}' });
    const namesake = await control.add("agents", { board_id, gateway_id, name: "ada " });
    await control.query(`UPDATE agents SET created_at = now() WHERE id = '${namesake}'`);
    const doubts = async () => {
      await here.pull();
      return readMirrorStatus(here).lastPull?.doubts?.map(({ table, name, text }) => `${table} ${name} ${text}`);
    };
    expect(await doubts()).toEqual([
      "agents ada  has the name of another agent of its board.",
      'agents Bad has a heartbeat.every that gateways refuse: it is "soon", not a duration such as "30s", "10m" or "1h".',
    ]);
    expect(await doubts()).toBeUndefined();
    await control.query("UPDATE gateways SET workspace_root = 'agents'");
    expect(await doubts()).toEqual([
      expect.stringContaining("gateways North has a workspace root that is not absolute"),
    ]);
  });

  it("leaves the rows of a run in progress until it has ended", async () => {
    const start = here.database.sqlite.prepare(
      "INSERT INTO runs (id, gateway_id, gateway_name, kind, options, started_by, status, started_at, process_id) VALUES ('r', ?, '', 'template-sync', '{}', '', 'running', '', 1)",
    );
    start.run(gateway_id);
    await control.query("DELETE FROM agents");
    expect(await here.pull()).toEqual([
      "agents left-out Ada: a run on its gateway is in progress; the next pull deletes it",
    ]);
    here.database.sqlite.exec("DELETE FROM runs");
    expect(await here.pull()).toEqual(["agents deleted Ada"]);
  });

  it("keeps changes made here, and makes a conflict only of a column that changed on both sides", async () => {
    updateAgent(here.database, agent, { name: "Ours", soulTemplate: "ours" });
    await control.query(
      "UPDATE agents SET name = 'Theirs', identity_template = 'theirs', status = 'offline', updated_at = now()",
    );
    expect(await here.pull()).toEqual(["agents changed Theirs (status, identity_template, updated_at)"]);
    expect(readAgent(here.database, agent)).toMatchObject({
      name: "Ours",
      soulTemplate: "ours",
      identityTemplate: "theirs",
      status: "offline",
    });
    const conflicts = () => here.query("SELECT column_name, base, ours, theirs FROM mirror_conflicts");
    expect(conflicts()).toEqual([{ column_name: "name", base: "Ada", ours: "Ours", theirs: "Theirs" }]);
    expect(readMirrorStatus(here)).toMatchObject({ unpushed: 1, conflicts: 1 });
    await control.query("UPDATE agents SET name = 'Theirs again'");
    await here.pull();
    expect(conflicts()).toEqual([{ column_name: "name", base: "Ada", ours: "Ours", theirs: "Theirs again" }]);
    await control.query("UPDATE agents SET name = 'Ours'");
    await here.pull();
    expect(conflicts()).toEqual([]);
    await control.query("UPDATE agents SET soul_template = 'ours'");
    await here.pull();
    expect(readMirrorStatus(here)).toMatchObject({ unpushed: 0, conflicts: 0 });
  });

  it("does not bring back what was deleted here and not pushed yet", async () => {
    here.database.sqlite.exec("DELETE FROM agents");
    await control.query("UPDATE agents SET status = 'offline'");
    await here.pull();
    await here.pull({ full: true });
    expect(here.query("SELECT * FROM agents")).toEqual([]);
    expect(readMirrorStatus(here).unpushed).toBe(1);
  });

  it("makes sync states unknown only where the desired state changed", async () => {
    const other = await control.add("agents", { board_id, gateway_id, name: "Bea" });
    await here.pull();
    const states = () =>
      [...readAgentSyncStates(here.database, [agent, other]).values()].map(({ agentId, state }) => [agentId, state]);
    const synced = [agent, other].map((agentId) => ({ agentId, state: "synced" as const, differing: [] }));
    saveAgentSyncStates(here.database, synced, readFleetRevision(here.database));
    await control.query("UPDATE agents SET status = 'offline', last_seen_at = now(), updated_at = now()");
    await here.pull();
    expect(Object.fromEntries(states())).toEqual({ [agent]: "synced", [other]: "synced" });
    await control.query("UPDATE agents SET soul_template = 'new' WHERE id = $1", [other]);
    await here.pull();
    expect(Object.fromEntries(states())).toEqual({ [agent]: "synced", [other]: "unknown" });
    await control.query("UPDATE boards SET objective = 'new'");
    await here.pull();
    expect(Object.fromEntries(states())).toEqual({ [agent]: "unknown", [other]: "unknown" });
  });

  it("keeps of the chat only the commands, and follows them", async () => {
    const isPaused = () => findPausedBoards(here.database, [board_id]).has(board_id);
    await control.add("board_memory", { board_id, content: "hello", created_at: new Date().toISOString() });
    await control.add("board_memory", { board_id, content: " /Pause\u00a0", created_at: new Date().toISOString() });
    await control.add("board_memory", {
      board_id,
      content: "/pause",
      is_chat: false,
      created_at: new Date().toISOString(),
    });
    expect(await here.pull()).toEqual(["board_memory added  /Pause\u00a0"]);
    expect(isPaused()).toBe(true);
    await control.query("DELETE FROM board_memory");
    expect(await here.pull()).toEqual(["board_memory deleted  /Pause\u00a0"]);
    expect(isPaused()).toBe(false);
    // Backdated, so that only a full pull looks that far.
    await control.add("board_memory", { board_id, content: "/pause" });
    expect(await here.pull()).toEqual([]);
    expect(await here.pull({ full: true })).toEqual(["board_memory added /pause"]);
  });

  it("leaves out a row that breaks a rule here, and takes the others", async () => {
    await control.query("ALTER TABLE gateways DROP CONSTRAINT gateways_organization_id_fkey");
    const lost = "00000000-0000-4000-8000-00000000dead";
    const orphan = await control.add("gateways", { organization_id: lost, name: "Orphan" });
    await control.add("boards", { organization_id, gateway_id, name: "Odd", success_metrics: "[1]" });
    await control.add("agents", { gateway_id: orphan, name: "Orphan's" });
    await control.add("agents", { gateway_id, board_id, name: "Fine" });
    const reasons = [
      `gateways left-out Orphan: it refers to ${lost}, which is not in organizations here`,
      "boards left-out Odd: its success_metrics is not a JSON object",
      `agents left-out Orphan's: it refers to ${orphan}, which is not in gateways here`,
    ];
    expect(await here.pull()).toEqual([...reasons, "agents added Fine"]);
    expect(await here.pull()).toEqual(reasons);
    await control.query("UPDATE gateways SET organization_id = $1", [organization_id]);
    await control.query("UPDATE boards SET success_metrics = 'null'");
    expect(await here.pull()).toEqual(["gateways added Orphan", "boards added Odd", "agents added Orphan's"]);
    await control.query("ALTER TABLE gateways ADD FOREIGN KEY (organization_id) REFERENCES organizations (id)");
  });

  it("refuses to delete everything, unless that is asked for", async () => {
    await control.query("TRUNCATE organizations, users CASCADE");
    await expect(here.pull()).rejects.toMatchObject({ code: "mirror-emptied" });
    expect(here.query("SELECT name FROM agents")).toEqual([{ name: "Ada" }]);
    expect(await here.pull({ full: true })).toContain("agents deleted Ada");
    expect(here.query("SELECT * FROM organizations")).toEqual([]);
  });

  it("never takes rows for deleted that the role may not see", async () => {
    const url = await control.addRole("limited", "limited-secret", "SELECT");
    await here.setSource(url);
    await control.query("ALTER TABLE agents ENABLE ROW LEVEL SECURITY");
    await expect(here.setSource(url)).rejects.toThrow("Row-level security hides rows of agents");
    await expect(here.pull()).rejects.toMatchObject({
      code: "mirror-refused",
      message: expect.stringContaining("row-level security"),
    });
    await control.query("ALTER TABLE agents DISABLE ROW LEVEL SECURITY");
    expect(await here.pull()).toEqual([]);
    expect(readMirrorStatus(here).source).toMatchObject({ user: "limited", writeBack: "read-only" });
  });

  it("works with an older schema and with a newer one", async () => {
    await control.query("ALTER TABLE agents DROP COLUMN checkin_deadline_at, DROP COLUMN identity_template");
    await control.query("ALTER TABLE agents ADD COLUMN colour text NOT NULL DEFAULT 'red'");
    await control.query("UPDATE agents SET name = 'Bea'");
    updateAgent(here.database, agent, { identityTemplate: "only here" });
    expect(await here.pull()).toEqual(["agents changed Bea (name, updated_at)"]);
    expect(readAgent(here.database, agent).identityTemplate).toBe("only here");
    await control.query(
      "ALTER TABLE agents ADD COLUMN checkin_deadline_at timestamp, ADD COLUMN identity_template text",
    );
    await control.query("ALTER TABLE boards RENAME TO tafeln");
    await expect(here.pull()).rejects.toMatchObject({
      code: "mirror-schema",
      message: expect.stringContaining("table boards"),
    });
    await control.query("ALTER TABLE tafeln RENAME TO boards");
    expect(readMirrorStatus(here)).toMatchObject({
      lastError: { code: "mirror-schema" },
      staleSince: expect.any(String),
    });
    await here.pull();
    expect(readMirrorStatus(here)).toMatchObject({ lastError: null, staleSince: null });
  });
});
