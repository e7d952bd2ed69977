import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { syncOptionsSchema } from "../../shared/sync-options.ts";
import { readAgentSyncStates } from "../database/agent-sync-states.ts";
import { saveBoardFolder } from "../database/board-templates.ts";
import { syncTemplates } from "../provisioning/sync-gateway.ts";
import { fixture, open } from "../provisioning/test-open-fixture.ts";
import { setWith } from "../templates/test-support.ts";
import { assignTemplateSet } from "./assign-template-set.ts";

const soulOf = (index: number) => fixture.gateway.readFile(fixture.keyOf(fixture.agentIds[index] ?? ""), "SOUL.md");
const stateOf = (index: number) => {
  const id = fixture.agentIds[index] ?? "";
  return readAgentSyncStates(fixture.app.database, [id]).get(id)?.state;
};
const boardOf = (index: number) => fixture.boardIds[index] ?? "";
const give = (folder: string | null, board = 1) =>
  assignTemplateSet(fixture.app, { folder, target: { kind: "board", id: boardOf(board) } });

// Agents 0 and 2 are on board 0, agents 1 and 3 on board 1; 0 and 1 are leads.
describe.each(["2026.3.28", "2026.9.6"])("a board with templates of its own (OpenClaw %s)", (version) => {
  test("gets its agents from them, and the others from their gateway's", async () => {
    const ofGateway = await setWith({ "BOARD_SOUL.md.j2": "Of the gateway" });
    const ofBoard = await setWith({ "BOARD_SOUL.md.j2": "Of the board" });
    await open({ gateway: { version }, boards: 2, agents: 4 });
    const { app, gatewayId, sync } = fixture;
    await assignTemplateSet(app, { folder: ofGateway.folder, target: { kind: "gateway", id: gatewayId } });
    await sync();
    expect([2, 3].map(stateOf)).toEqual(["synced", "synced"]);
    await give(ofBoard.folder);
    // Only the board's agents are no longer known to be in sync.
    expect([2, 3].map(stateOf)).toEqual(["synced", "unknown"]);
    const { report } = await sync();
    expect(report.notes).toContainEqual(expect.stringContaining(`board "Board 1" are made from the templates in`));
    expect([2, 3].map(soulOf)).toEqual(
      ["Of the gateway\n", "Of the board\n"].map((text) => expect.stringContaining(text.trim())),
    );
    const again = await sync();
    expect(again.report.agents.map(({ outcome }) => outcome)).toEqual(Array(5).fill("unchanged"));

    // A change on disk concerns the board alone.
    writeFileSync(join(ofBoard.folder, "BOARD_SOUL.md.j2"), "Changed for the board");
    await app.renderer.read(gatewayId);
    expect([2, 3].map(stateOf)).toEqual(["synced", "unknown"]);
    await sync();
    expect(soulOf(3)).toContain("Changed for the board");

    await give(null);
    await sync();
    expect(soulOf(3)).toContain("Of the gateway");
  });

  test.each(["missing", "faulty", "endless"])(
    "fails alone when these are %s",
    async (fault) => {
      const ofBoard = await setWith({ "BOARD_SOUL.md.j2": "Of the board" });
      await open({ gateway: { version }, boards: 2, agents: 4 });
      await give(ofBoard.folder);
      await fixture.sync();
      if (fault === "missing") rmSync(ofBoard.folder, { recursive: true });
      if (fault === "faulty") writeFileSync(join(ofBoard.folder, "BOARD_SOUL.md.j2"), "{% if %}");
      if (fault === "endless") {
        writeFileSync(join(ofBoard.folder, "BOARD_SOUL.md.j2"), "{{ agent_name in [1] * 1000000000 }}");
      }
      const { report, status } = await fixture.sync();
      const failed = report.agents.filter(({ outcome }) => outcome === "failed").map(({ agentId }) => agentId);
      expect(failed.toSorted()).toEqual([1, 3].map((index) => fixture.agentIds[index]));
      expect(status).not.toBe("succeeded");
      const message = expect.stringContaining('Board "Board 1" has templates of its own, which cannot be used');
      for (const error of report.errors.filter(({ severity }) => severity === "error")) {
        expect(error).toMatchObject({ code: "template-error", message });
      }
      // Never another set.
      expect(soulOf(3)).toContain("Of the board");
      // For the test's own end, which removes the folder.
      if (fault === "missing") mkdirSync(ofBoard.folder);
    },
    60_000,
  );
});

test("a flag chooses for boards as well, and a forgotten one is noticed", async () => {
  const ofFlag = await setWith({ "BOARD_SOUL.md.j2": "Of the flag" });
  const ofBoard = await setWith({ "BOARD_SOUL.md.j2": "Of the board" });
  await open({ boards: 2, agents: 4, templateFolder: ofFlag.folder });
  saveBoardFolder(fixture.app.database, boardOf(1), ofBoard.folder);
  await fixture.sync();
  expect(soulOf(3)).toContain("Of the flag");
});

test("a plan with a draft of the board's set changes the board's agents only", async () => {
  const ofBoard = await setWith({ "BOARD_SOUL.md.j2": "Of the board" });
  const draft = { ...(await setWith({ "BOARD_SOUL.md.j2": "A draft" })), folder: ofBoard.folder };
  await open({ boards: 2, agents: 4 });
  await give(ofBoard.folder);
  await fixture.sync();
  const { app, gatewayId } = fixture;
  const renderer = {
    ...app.renderer,
    read: (id: string) => app.renderer.read(id, { set: draft, insteadOf: { folder: ofBoard.folder } }),
  };
  const options = syncOptionsSchema.parse({ gatewayId, dryRun: true });
  const { plan } = await syncTemplates({ ...app, renderer }, { options, startedBy: "test" });
  const changed = plan?.agents.filter(({ files }) => files.some(({ action }) => action === "change"));
  expect(changed?.map(({ agentId }) => agentId)).toEqual([1, 3].map((index) => fixture.agentIds[index]));
});
