import { beforeEach, describe, expect, it } from "vitest";
import { insertAgent, readAgent, updateAgent } from "../../src/main/database/agents.ts";
import { writeChatCommand } from "../../src/main/database/chat-commands.ts";
import { readGatewayToken, updateGateway } from "../../src/main/database/gateways.ts";
import { countUnpushed } from "../../src/main/database/mirror/mirror-rows.ts";
import { listConflicts } from "../../src/main/database/mirror/outbox.ts";
import { pushToSource } from "../../src/main/mirror/push/push-to-source.ts";
import { resolveMirrorConflicts } from "../../src/main/operations/push-mirror.ts";
import { newAgent } from "../../src/main/provisioning/ensure-lead.ts";
import { leadSessionKey } from "../../src/shared/identity.ts";
import type { ConflictChoice, MirrorPushReport } from "../../src/shared/mirror-push.ts";
import { openInstallation, testVault } from "./installation.ts";
import type { Row } from "./mission-control.ts";
import { agent, board_id, control, gateway_id, here, organization_id } from "./one-agent.ts";

beforeEach(async () => {
  await here.pull();
  await push();
});

const push = (installation = here): Promise<MirrorPushReport> =>
  pushToSource({ ...installation, applicationName: "test" });
const change = (id: string, fields: Parameters<typeof updateAgent>[2]) => updateAgent(here.database, id, fields);

async function there(table: string, id: string): Promise<Row | undefined> {
  return (await control.query(`SELECT * FROM ${table} WHERE id = $1`, [id]))[0];
}

async function resolveAll(choice: ConflictChoice): Promise<MirrorPushReport> {
  resolveMirrorConflicts(here, listConflicts(here.database), choice);
  return push();
}

describe("what was changed here", () => {
  it("reaches Mission Control, column by column, and is pushed once", async () => {
    change(agent, { name: "Bea", soulTemplate: "Be ünïque.\n", heartbeatConfig: { every: "5m", big: 12 } });
    await control.query("UPDATE agents SET last_seen_at = now(), status = 'offline', updated_at = now()");
    expect(await push()).toMatchObject({ counts: { agents: { added: 0, changed: 1, deleted: 0 } }, unpushed: 0 });
    expect(await there("agents", agent)).toMatchObject({
      name: "Bea",
      soul_template: "Be ünïque.\n",
      heartbeat_config: { every: "5m", big: 12 },
      status: "offline",
    });
    expect(readAgent(here.database, agent).status).toBe("offline");
    expect(await push()).toMatchObject({ counts: {}, unpushed: 0, conflicts: [] });
    expect(await here.pull()).toEqual([]);
  });

  it("adds rows that were made here: a lead, a pause", async () => {
    const board = { id: await control.add("boards", { organization_id, gateway_id, name: "Ops" }) };
    await here.pull();
    const lead = {
      ...newAgent({ name: "Lead", gatewayId: gateway_id, now: "2026-02-03T04:05:06.000007Z" }),
      boardId: board.id,
      isBoardLead: true,
      openclawSessionId: leadSessionKey(board),
    };
    insertAgent(here.database, lead);
    writeChatCommand(here.database, { boardId: board.id, command: "/pause", source: "olga" });
    expect((await push()).counts).toMatchObject({ agents: { added: 1 }, board_memory: { added: 1 } });
    expect(await there("agents", lead.id)).toMatchObject({
      name: "Lead",
      is_board_lead: true,
      lifecycle_generation: 0,
      provision_action: null,
      provision_requested_at: null,
    });
    expect(await control.query("SELECT content, is_chat FROM board_memory")).toEqual([
      { content: "/pause", is_chat: true },
    ]);
    expect(await here.pull()).toEqual([]);
    expect(countUnpushed(here.database)).toBe(0);
    expect(readAgent(here.database, lead.id).provisionAction).toBe("provision");
  });

  it("keeps a gateway's token secret on both ways", async () => {
    updateGateway(here.database, testVault, gateway_id, { token: "new-secret" });
    await push();
    expect((await there("gateways", gateway_id))?.token).toBe("new-secret");
    expect(here.database.sqlite.serialize().includes("new-secret")).toBe(false);
    await control.query("UPDATE gateways SET token = 'their-secret', name = 'South'");
    here.query("UPDATE gateways SET workspace_root = '/elsewhere' RETURNING id");
    await push();
    expect(readGatewayToken(here.database, testVault, gateway_id)).toBe("their-secret");
    expect(await there("gateways", gateway_id)).toMatchObject({ workspace_root: "/elsewhere", name: "South" });
  });

  it("is pushed by a host that stays open, without being asked", async () => {
    here.mirror.start();
    change(agent, { name: "Bea" });
    while ((await there("agents", agent))?.name !== "Bea") await new Promise((resolve) => setTimeout(resolve, 50));
    await here.mirror.stop();
  });

  it("is refused row by row, and the others are pushed", async () => {
    const other = await control.add("agents", { board_id, gateway_id, name: "Zed" });
    await here.pull();
    await control.query("ALTER TABLE agents ADD CONSTRAINT no_bob CHECK (name <> 'Bob')");
    change(agent, { name: "Bob" });
    change(other, { name: "Zoe" });
    const report = await push();
    await control.query("ALTER TABLE agents DROP CONSTRAINT no_bob");
    expect(report).toMatchObject({ counts: { agents: { changed: 1 } }, unpushed: 1 });
    expect(report.refused).toMatchObject([{ table: "agents", id: agent, name: "Bob", side: "there" }]);
    expect((await there("agents", other))?.name).toBe("Zoe");
    expect(await push()).toMatchObject({ refused: [], unpushed: 0 });
  });

  it("deletes there what was deleted here, unless other rows depend on it", async () => {
    const other = await control.add("agents", { board_id, gateway_id, name: "Zed" });
    await control.query(
      "INSERT INTO activity_events (id, event_type, agent_id, created_at) VALUES (gen_random_uuid(), 'x', $1, now())",
      [other],
    );
    await here.pull();
    here.query("DELETE FROM agents WHERE id IN (?, ?) RETURNING id", agent, other);
    const report = await push();
    expect(report.counts).toEqual({ agents: { added: 0, changed: 0, deleted: 1 } });
    expect(report.refused).toMatchObject([{ id: other }]);
    expect(await there("agents", agent)).toBeUndefined();
    expect(await there("agents", other)).toBeDefined();
  });
});

describe("what was changed on both sides", () => {
  beforeEach(async () => {
    change(agent, { name: "Ours", soulTemplate: "ours only" });
    await control.query("UPDATE agents SET name = 'Theirs', identity_template = 'theirs only'");
  });

  it("is a conflict with both versions; the other columns are pushed and taken", async () => {
    const { conflicts, unpushed } = await push();
    expect(conflicts).toMatchObject([
      { table: "agents", id: agent, name: "Ours", column: "name", base: "Ada", ours: "Ours", theirs: "Theirs" },
    ]);
    expect(unpushed).toBe(1);
    expect(await there("agents", agent)).toMatchObject({ name: "Theirs", soul_template: "ours only" });
    expect(readAgent(here.database, agent)).toMatchObject({ name: "Ours", identityTemplate: "theirs only" });
    await here.pull({ full: true });
    await push();
    expect(listConflicts(here.database)).toHaveLength(1);
  });

  it.each(["ours", "theirs"] as const)("becomes the chosen version on both: %s", async (choice) => {
    await push();
    expect(await resolveAll(choice)).toMatchObject({ conflicts: [], unpushed: 0 });
    const name = choice === "ours" ? "Ours" : "Theirs";
    expect((await there("agents", agent))?.name).toBe(name);
    expect(readAgent(here.database, agent).name).toBe(name);
  });

  it("is asked again when one side changes after the choice", async () => {
    await push();
    resolveMirrorConflicts(here, listConflicts(here.database), "ours");
    await control.query("UPDATE agents SET name = 'Theirs again'");
    expect((await push()).conflicts).toMatchObject([{ theirs: "Theirs again", choice: null }]);
    expect((await there("agents", agent))?.name).toBe("Theirs again");
  });
});

describe("deleted on one side and changed on the other", () => {
  it.each(["ours", "theirs"] as const)("deleted there: %s", async (choice) => {
    change(agent, { name: "Ours" });
    await control.query("DELETE FROM agents");
    expect((await push()).unpushed).toBe(1);
    await here.pull();
    const { conflicts } = await push();
    expect(conflicts).toMatchObject([{ id: agent, name: "Ours", column: "*", theirs: null }]);
    expect(here.query("SELECT id FROM agents")).toEqual([]);
    expect(await resolveAll(choice)).toMatchObject({ conflicts: [], unpushed: 0 });
    const left = choice === "ours" ? { name: "Ours", agent_token_hash: "one" } : undefined;
    expect(await there("agents", agent)).toEqual(left ? expect.objectContaining(left) : undefined);
    expect(here.query("SELECT name FROM agents")).toEqual(left ? [{ name: "Ours" }] : []);
  });

  it("a pull that finds it first keeps the changes as well", async () => {
    change(agent, { name: "Ours" });
    await control.query("DELETE FROM agents");
    await control.add("agents", { gateway_id, name: "Other" });
    await here.pull();
    expect(listConflicts(here.database)).toMatchObject([{ id: agent, name: "Ours", column: "*", theirs: null }]);
  });

  it.each(["ours", "theirs"] as const)("deleted here: %s", async (choice) => {
    here.query("DELETE FROM agents WHERE id = ? RETURNING id", agent);
    await control.query("UPDATE agents SET name = 'Theirs'");
    await here.pull();
    expect((await push()).conflicts).toMatchObject([{ id: agent, name: "Theirs", column: "*", ours: null }]);
    expect(await there("agents", agent)).toBeDefined();
    expect(await resolveAll(choice)).toMatchObject({ conflicts: [], unpushed: 0 });
    expect(await there("agents", agent)).toEqual(
      choice === "ours" ? undefined : expect.objectContaining({ name: "Theirs" }),
    );
    expect(here.query("SELECT name FROM agents")).toEqual(choice === "ours" ? [] : [{ name: "Theirs" }]);
  });
});

describe("when something gets in the way", () => {
  it("a change that is made while a push is on its way is pushed next, and is no conflict", async () => {
    change(agent, { name: "First" });
    const pushing = push();
    await control.query("SELECT pg_sleep(0.02)");
    change(agent, { name: "Second" });
    await pushing;
    expect(await push()).toMatchObject({ conflicts: [], unpushed: 0 });
    expect((await there("agents", agent))?.name).toBe("Second");
  });

  it("a server that restarts in the middle loses and doubles nothing", async () => {
    for (let round = 0; round < 6; round += 1) {
      for (let index = 0; index < 400; index += 1) {
        insertAgent(
          here.database,
          newAgent({ name: `New ${index}`, gatewayId: gateway_id, now: new Date().toISOString() }),
        );
      }
      change(agent, { name: `Round ${round}` });
      const pushing = push().catch((error: unknown) => error);
      await control.query("SELECT pg_sleep($1)", [round * 0.02]);
      await control.server.restart();
      await pushing;
      expect(await push()).toMatchObject({ conflicts: [], refused: [], unpushed: 0 });
      const [count] = await control.query("SELECT count(*)::int AS agents FROM agents");
      expect(count).toEqual({ agents: 400 * (round + 1) + 1 });
      expect((await there("agents", agent))?.name).toBe(`Round ${round}`);
    }
    expect(await here.pull()).toEqual([]);
  });

  it("a push of a read-only user is refused", async () => {
    await here.setSource(await control.addRole("reader", "pw", "SELECT"));
    change(agent, { name: "Bea" });
    await expect(push()).rejects.toMatchObject({ code: "push-failed" });
    expect(countUnpushed(here.database)).toBe(1);
  });

  it("two operators push at once: each column has the last value that was decided, and conflicts are shown to one of them", async () => {
    const other = openInstallation();
    await other.setSource(control.url);
    await other.pull();
    change(agent, { name: "Ours", soulTemplate: "ours" });
    updateAgent(other.database, agent, { name: "Others", identityTemplate: "others" });
    const reports = await Promise.all([push(), push(other)]);
    expect(reports.map(({ conflicts }) => conflicts.length).sort()).toEqual([0, 1]);
    expect(await there("agents", agent)).toMatchObject({ soul_template: "ours", identity_template: "others" });
    other.close();
  });
});
