import { beforeEach, describe, expect, it } from "vitest";
import { insertAgent, readAgent, updateAgent } from "../../src/main/database/agents.ts";
import { updateBoard } from "../../src/main/database/boards.ts";
import { readGateway, readGatewayToken, updateGateway } from "../../src/main/database/gateways.ts";
import { countUnpushed } from "../../src/main/database/mirror/mirror-rows.ts";
import { listConflicts } from "../../src/main/database/mirror/outbox.ts";
import { pushToSource } from "../../src/main/mirror/push/push-to-source.ts";
import { unsetMirror } from "../../src/main/operations/change-mirror.ts";
import { resolveMirrorConflicts } from "../../src/main/operations/push-mirror.ts";
import { newAgent } from "../../src/main/provisioning/ensure-lead.ts";
import { isLoss } from "../../src/shared/mirror.ts";
import type { ConflictChoice, MirrorPushReport } from "../../src/shared/mirror-push.ts";
import { linesOf, testVault } from "./installation.ts";
import { agent, board_id, control, gateway_id, here, organization_id } from "./one-agent.ts";

beforeEach(async () => {
  await here.pull();
  await push();
});

const push = (): Promise<MirrorPushReport> => pushToSource({ ...here, applicationName: "test" });
const conflicts = () => listConflicts(here.database);
const resolveAll = (choice: ConflictChoice) => resolveMirrorConflicts(here, conflicts(), choice);
const agentsThere = () => control.query("SELECT id, name FROM agents ORDER BY name");

function addHere(name: string): string {
  const added = { ...newAgent({ name, gatewayId: gateway_id, now: "2026-02-03T04:05:06.000007Z" }), boardId: board_id };
  insertAgent(here.database, added);
  return added.id;
}

describe("deleted here and changed there", () => {
  beforeEach(async () => {
    here.query("DELETE FROM agents RETURNING id");
    await control.query("UPDATE agents SET name = 'Theirs'");
    await push();
  });

  it("is asked again when Mission Control has changed the row since the choice", async () => {
    resolveAll("ours");
    await control.query("UPDATE agents SET name = 'Theirs again'");
    expect((await push()).conflicts).toMatchObject([{ id: agent, choice: null, name: "Theirs again" }]);
    expect(await agentsThere()).toHaveLength(1);
    resolveAll("ours");
    await push();
    expect(await agentsThere()).toEqual([]);
  });

  it("is decided, whatever the agent reported in the meantime", async () => {
    const shown = conflicts();
    await control.query("UPDATE agents SET last_seen_at = now(), status = 'updating', updated_at = now()");
    await push();
    resolveMirrorConflicts(here, shown, "ours");
    await control.query("UPDATE agents SET last_seen_at = now(), status = 'online', updated_at = now()");
    expect(await push()).toMatchObject({ conflicts: [], unpushed: 0 });
    expect(await agentsThere()).toEqual([]);
  });
});

describe("a choice", () => {
  it("is refused when a version has changed since it was shown", async () => {
    updateAgent(here.database, agent, { name: "Ours" });
    await control.query("UPDATE agents SET name = 'Theirs'");
    await push();
    const shown = conflicts();
    await control.query("UPDATE agents SET name = 'Theirs again'");
    await here.pull();
    expect(() => resolveMirrorConflicts(here, shown, "ours")).toThrow(
      expect.objectContaining({ code: "push-conflict", message: expect.stringContaining("agents.name") }),
    );
    expect(conflicts()).toMatchObject([{ theirs: "Theirs again", choice: null }]);
  });

  it("is needed before the source is removed, unless the other versions are given up", async () => {
    updateAgent(here.database, agent, { name: "Ours" });
    await control.query("DELETE FROM agents");
    await here.pull();
    expect([countUnpushed(here.database), conflicts().length]).toEqual([0, 1]);
    expect(() => unsetMirror(here, { discard: false })).toThrow(expect.objectContaining({ code: "mirror-unpushed" }));
    expect(conflicts()).toHaveLength(1);
    expect(unsetMirror(here, { discard: true }).source).toBeNull();
  });
});

describe("what Mission Control has deleted", () => {
  it("comes back with a gateway's token", async () => {
    await control.query("DELETE FROM agents; UPDATE boards SET gateway_id = NULL");
    updateGateway(here.database, testVault, gateway_id, { name: "Ours" });
    await control.query("DELETE FROM gateways");
    await here.pull();
    resolveAll("ours");
    expect(readGateway(here.database, gateway_id).name).toBe("Ours");
    expect(readGatewayToken(here.database, testVault, gateway_id)).toBe("gateway-secret");
    await push();
    expect(await control.query("SELECT name, token FROM gateways")).toEqual([
      { name: "Ours", token: "gateway-secret" },
    ]);
  });

  it("comes back without a token that was given for another address", async () => {
    await control.query("DELETE FROM agents; UPDATE boards SET gateway_id = NULL");
    updateGateway(here.database, testVault, gateway_id, { url: "wss://elsewhere.example" });
    await control.query("DELETE FROM gateways");
    await here.pull();
    resolveAll("ours");
    expect(readGateway(here.database, gateway_id)).toMatchObject({ hasToken: false, awaitsToken: false });
  });

  it("keeps our version until it is decided, also when the row is back and changes", async () => {
    updateAgent(here.database, agent, { soulTemplate: "ours" });
    const [row] = await control.query("SELECT row_to_json(agents) AS row FROM agents");
    await control.query("DELETE FROM agents");
    await here.pull();
    await control.query("INSERT INTO agents SELECT * FROM json_populate_record(NULL::agents, $1)", [row?.row]);
    await here.pull();
    await control.query("UPDATE agents SET name = 'Theirs'");
    await here.pull();
    expect(conflicts()).toMatchObject([{ column: "*", theirs: null }]);
    resolveAll("ours");
    await push();
    expect(readAgent(here.database, agent)).toMatchObject({ name: "Theirs", soulTemplate: "ours" });
    expect(await control.query("SELECT name, soul_template FROM agents")).toEqual([
      { name: "Theirs", soul_template: "ours" },
    ]);
  });

  it("takes agents along that are only here; they are named as a loss, and can come back with their board", async () => {
    const added = addHere("Only here");
    await control.query("DELETE FROM agents; DELETE FROM boards");
    const report = await here.mirror.pull();
    expect(linesOf(report)).toEqual([
      "agents deleted Ada",
      "boards deleted Sales",
      'agents deleted Only here: its board "Sales" was deleted',
    ]);
    expect(report.changes.filter(isLoss).map(({ id }) => id)).toEqual([added]);
    expect(conflicts().map(({ id }) => id)).toEqual(expect.arrayContaining([board_id, added]));
    resolveAll("ours");
    expect(await push()).toMatchObject({ refused: [], conflicts: [], unpushed: 0 });
    expect(await agentsThere()).toEqual([{ id: added, name: "Only here" }]);
  });

  describe("with our version kept, and back again", () => {
    const deleteThere = () => control.query("DELETE FROM agents");
    beforeEach(async () => {
      updateAgent(here.database, agent, { soulTemplate: "ours" });
      const [row] = await control.query("SELECT row_to_json(agents) AS row FROM agents");
      await deleteThere();
      await here.pull();
      await control.query("INSERT INTO agents SELECT * FROM json_populate_record(NULL::agents, $1)", [row?.row]);
      await here.pull();
    });

    it("keeps it when the row is deleted here and changed there", async () => {
      here.query("DELETE FROM agents RETURNING id");
      await control.query("UPDATE agents SET name = 'Theirs'");
      await push();
      expect(conflicts()).toMatchObject([{ column: "*", ours: expect.stringContaining("ours"), theirs: null }]);
      resolveAll("ours");
      expect(readAgent(here.database, agent).soulTemplate).toBe("ours");
    });

    it("keeps it, and the row with later changes, when the row is deleted there again", async () => {
      updateAgent(here.database, agent, { name: "Later" });
      await deleteThere();
      expect((await push()).refused).toMatchObject([{ reason: expect.stringContaining("an earlier version") }]);
      const { changes } = await here.mirror.pull();
      expect(changes).toMatchObject([{ kind: "left-out", reason: expect.stringContaining("an earlier version") }]);
      expect(conflicts()).toMatchObject([{ column: "*", ours: expect.stringContaining('"ours"') }]);
      expect(readAgent(here.database, agent).name).toBe("Later");
      resolveAll("theirs");
      await here.pull();
      expect(conflicts()).toMatchObject([{ column: "*", ours: expect.stringContaining('"Later"') }]);
      expect(here.query("SELECT id FROM agents")).toEqual([]);
    });
  });

  it("is named where changes went with it, however many rows were deleted", async () => {
    await control.query(
      `INSERT INTO boards (id, organization_id, name, slug, created_at, updated_at)
       SELECT gen_random_uuid(), $1, 'Board ' || n, 'b' || n, now(), now() FROM generate_series(1, 230) AS n`,
      [organization_id],
    );
    await here.pull();
    const ids = here
      .query("SELECT id FROM boards WHERE name LIKE 'Board %' ORDER BY id DESC")
      .map(({ id }) => String(id));
    const changed = ids.slice(0, 15);
    for (const id of changed) updateBoard(here.database, id, { objective: "Ours" });
    await control.query("DELETE FROM boards WHERE name LIKE 'Board %'");
    const { changes } = await here.mirror.pull();
    expect(
      changes
        .filter(isLoss)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(changed.sort());
  });
});
