import { afterEach, describe, expect, it } from "vitest";
import { listAgentIdentities, readAgent, updateAgent } from "../../src/main/database/agents.ts";
import { updateBoard } from "../../src/main/database/boards.ts";
import { updateGateway } from "../../src/main/database/gateways.ts";
import { countUnpushed } from "../../src/main/database/mirror/mirror-rows.ts";
import { listConflicts } from "../../src/main/database/mirror/outbox.ts";
import { pushToSource } from "../../src/main/mirror/push/push-to-source.ts";
import { openSourceRuns } from "../../src/main/mirror/run/open-source-runs.ts";
import { resolveMirrorConflicts } from "../../src/main/operations/push-mirror.ts";
import type { ConflictChoice, MirrorPushReport } from "../../src/shared/mirror-push.ts";
import { openInstallation, testVault } from "./installation.ts";
import { agent, board_id, control, gateway_id, here, organization_id } from "./one-agent.ts";

const push = (): Promise<MirrorPushReport> => pushToSource({ ...here, applicationName: "test" });
const agentsHere = () => listAgentIdentities(here.database, gateway_id).map(({ id }) => id);
const resolveAll = (choice: ConflictChoice) => resolveMirrorConflicts(here, listConflicts(here.database), choice);

describe("a push deletes nothing here", () => {
  it("when the database was set up again", async () => {
    await here.pull();
    await control.query("TRUNCATE organizations, users CASCADE");
    updateGateway(here.database, testVault, gateway_id, { name: "Renamed" });
    const { refused, unpushed } = await push();
    expect(refused).toMatchObject([{ id: gateway_id, reason: expect.stringContaining("deleted in Mission Control") }]);
    expect(unpushed).toBe(1);
    expect(agentsHere()).toEqual([agent]);
    await expect(here.pull()).rejects.toMatchObject({ code: "mirror-emptied" });
    expect(agentsHere()).toEqual([agent]);
  });

  it("and adds nothing there when the source was set again and not pulled since", async () => {
    await here.pull();
    await control.query("DELETE FROM agents");
    await here.setSource(control.url);
    updateAgent(here.database, agent, { name: "Ours" });
    await expect(push()).rejects.toMatchObject({ code: "push-failed" });
    expect(agentsHere()).toEqual([agent]);
    await here.pull();
    expect(listConflicts(here.database)).toMatchObject([{ id: agent, column: "*", theirs: null }]);
  });

  it("and a pull keeps what was changed here in a board that was deleted there, and in its agents", async () => {
    await here.pull();
    updateBoard(here.database, board_id, { name: "Ours" });
    updateAgent(here.database, agent, { name: "Ours too" });
    await control.query("DELETE FROM agents; DELETE FROM boards");
    await push();
    await here.pull();
    expect(
      listConflicts(here.database)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([board_id, agent].sort());
  });

  it("when row-level security hides rows", async () => {
    await here.setSource(await control.addRole("hidden", "pw", "ALL"));
    await here.pull();
    await control.query("ALTER TABLE agents ENABLE ROW LEVEL SECURITY");
    try {
      updateAgent(here.database, agent, { name: "Ours" });
      expect((await push()).refused).toMatchObject([
        { id: agent, reason: expect.stringContaining("Row-level security") },
      ]);
      expect(agentsHere()).toEqual([agent]);
    } finally {
      await control.query("ALTER TABLE agents DISABLE ROW LEVEL SECURITY");
    }
  });
});

describe("rows that refer to each other", () => {
  it("come back together: a board and its agents that were deleted here and changed there", async () => {
    await here.pull();
    here.query("DELETE FROM boards RETURNING id");
    await control.query("UPDATE boards SET name = 'Theirs'; UPDATE agents SET name = 'Theirs too'");
    await push();
    expect(listConflicts(here.database)).toHaveLength(2);
    resolveAll("theirs");
    expect(await push()).toMatchObject({ conflicts: [], refused: [], unpushed: 0 });
    expect(readAgent(here.database, agent)).toMatchObject({ name: "Theirs too", boardId: board_id });
  });

  it("an agent of a board that is not here again yet waits, and the others are pushed", async () => {
    const other = await control.add("agents", { gateway_id, name: "Zed" });
    await here.pull();
    here.query("DELETE FROM boards RETURNING id");
    await control.query("UPDATE boards SET name = 'Theirs'");
    await control.query("UPDATE agents SET name = 'Theirs' WHERE id = $1", [agent]);
    await push();
    const conflicts = listConflicts(here.database);
    resolveMirrorConflicts(
      here,
      conflicts.filter(({ id }) => id === agent),
      "theirs",
    );
    updateAgent(here.database, other, { name: "Zoe" });
    const { counts, refused } = await push();
    expect(counts).toMatchObject({ agents: { changed: 1 } });
    expect(refused).toMatchObject([{ id: agent, reason: expect.stringContaining(board_id) }]);
    resolveMirrorConflicts(
      here,
      conflicts.filter(({ id }) => id === board_id),
      "theirs",
    );
    expect(await push()).toMatchObject({ conflicts: [], refused: [], unpushed: 0 });
    expect(agentsHere().sort()).toEqual([agent, other].sort());
  });
});

describe("a run", () => {
  const gateway = () => ({ id: gateway_id, name: "North" });
  const closed: (() => void)[] = [];
  afterEach(() => {
    for (const close of closed.splice(0)) close();
  });

  it("starts although an agent was moved there to a board that is not here yet, and names the agent", async () => {
    await here.pull();
    const board = await control.add("boards", { organization_id, gateway_id, name: "New" });
    await control.query("UPDATE agents SET board_id = $1", [board]);
    const run = await openSourceRuns(here).openRun({ gateway: gateway(), requirePush: true });
    expect(run?.problems).toMatchObject([
      { code: "push-failed", message: expect.stringContaining(`it refers to ${board}, which is not in boards here`) },
    ]);
    await run?.close();
    await here.pull();
    expect(readAgent(here.database, agent).boardId).toBe(board);
  });

  it("deletes no agents of a source that was not pulled yet", async () => {
    await here.pull();
    await control.query("DELETE FROM agents");
    await control.add("agents", { gateway_id, name: "Another fleet's" });
    await here.setSource(control.url);
    await expect(openSourceRuns(here).openRun({ gateway: gateway(), requirePush: true })).rejects.toMatchObject({
      code: "push-failed",
    });
    expect(agentsHere()).toEqual([agent]);
  });

  it("that is cancelled keeps the lock, and pushes its results, until it is closed", async () => {
    await here.pull();
    const other = openInstallation();
    closed.push(other.close);
    await other.setSource(control.url);
    const cancel = new AbortController();
    const run = await openSourceRuns(here).openRun({ gateway: gateway(), requirePush: true, signal: cancel.signal });
    updateAgent(here.database, agent, { name: "Ours" });
    cancel.abort();
    await control.query("SELECT pg_sleep(0.3)");
    expect(run?.lost.aborted).toBe(false);
    await expect(openSourceRuns(other).openRun({ gateway: gateway(), requirePush: true })).rejects.toMatchObject({
      code: "run-in-progress",
    });
    expect(await run?.finish()).toEqual([]);
    expect(countUnpushed(here.database)).toBe(0);
    await run?.close();
  });
});
