import { afterEach, beforeEach, expect, it } from "vitest";
import { listAgents } from "../database/agents.ts";
import { type Database, openDatabase } from "../database/open-database.ts";
import { createRun } from "../database/runs.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

const sync = ["sync", "--gateway", "Practice gateway"];
let fixture: CliFixture;
let cli: TestCli;
beforeEach(async () => {
  fixture = await openCliFixture();
  cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
});
afterEach(() => fixture.close());

type Runs = { runs: { id: string; isPinned: boolean; dismissedAt: string | null; status: string }[] };
const listed = async (...flags: string[]) => (await cli.jsonHere<Runs>(["runs", "list", ...flags])).json.runs;

function inDatabase<T>(work: (database: Database) => T): T {
  const database = openDatabase({ dataDir: cli.dataDir });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

it("shows a run later with the report that its sync printed, letter by letter", async () => {
  const told = [
    await cli.jsonHere<{ runId: string; agents: object[]; errors: object[] }>(sync),
    await cli.jsonHere<{ runId: string; agents: object[]; errors: object[] }>([...sync, "--rotate-tokens"]),
  ];
  expect(told.flatMap(({ json }) => json.errors)).not.toHaveLength(0);
  for (const { json } of told) {
    const shown = await cli.jsonHere<{ report: object }>(["runs", "show", json.runId]);
    expect(JSON.stringify(shown.json.report)).toBe(JSON.stringify(json));
  }
  // Nor would the update of an earlier version find a difference.
  const agentsSql = `SELECT json_group_array(json_object('agentId', agent_id, 'agentName', agent_name, 'boardId', board_id,
    'isMain', json(iif(is_main, 'true', 'false')), 'outcome', outcome, 'reason', reason, 'filesWritten', json(files_written),
    'filesUnchanged', json(files_unchanged), 'filesPreserved', json(files_preserved), 'filesUncertain', json(files_uncertain)
  ) ORDER BY position) FROM run_agents WHERE run_id = ?`;
  const [first] = told;
  const rows = inDatabase(({ sqlite }) => sqlite.prepare(agentsSql).pluck().get(first?.json.runId));
  expect(rows).toBe(JSON.stringify(first?.json.agents));
});

it("pins a run by the beginning of its id, lists it, and unpins it", async () => {
  await cli.runHere(sync);
  const [run] = await listed();
  const beginning = run?.id.slice(0, 8) ?? "";
  expect((await cli.runHere(["runs", "list", "--pinned"])).stdout).toContain("No run is pinned.");
  const pinned = await cli.runHere(["runs", "pin", beginning]);
  expect([pinned.code, pinned.stdout]).toEqual([0, expect.stringContaining(`Run ${run?.id} is kept`)]);
  expect((await listed("--pinned")).map(({ id }) => id)).toEqual([run?.id]);
  expect((await cli.runHere(["runs", "list"])).stdout).toContain("pinned");
  await cli.runHere(["runs", "unpin", beginning]);
  expect(await listed("--pinned")).toEqual([]);
  expect((await cli.runHere(["runs", "pin", "00000000"])).code).toBe(2);
});

it("dismisses an interrupted run, and no other", async () => {
  await cli.runHere(sync);
  const [ended] = await listed();
  const facts = {
    gatewayId: "north",
    gatewayName: "North",
    kind: "template-sync",
    options: {},
    startedBy: "t",
  } as const;
  const cutOff = inDatabase((database) => createRun(database, facts).id);
  const show = () => cli.runHere(["runs", "show", cutOff]);
  const shown = async () => (await show()).stdout;
  const told = `Run ${cutOff.slice(0, 8)} on "North" (template sync) was interrupted.`;
  expect((await show()).stderr).toContain(told);
  expect((await show()).stderr).not.toContain(told);
  expect(await shown()).toContain(`runs dismiss ${cutOff.slice(0, 8)}`);
  const { code } = await cli.runHere(["runs", "dismiss", cutOff]);
  expect(code).toBe(0);
  expect((await listed()).find(({ id }) => id === cutOff)?.dismissedAt).toEqual(expect.any(String));
  expect(await shown()).not.toContain("runs dismiss");
  const refused = await cli.runHere(["runs", "dismiss", ended?.id ?? ""]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("was not interrupted")]);
});

it("resumes an interrupted run, and no other", async () => {
  await cli.runHere(sync);
  const [ended] = await listed();
  const cutOff = inDatabase((database) => {
    const [agent] = listAgents(database);
    if (!agent) throw new Error("the fleet has no agents");
    const { id: agentId, name: agentName, boardId, gatewayId } = agent;
    const facts = {
      gatewayId,
      gatewayName: "North",
      kind: "template-sync",
      options: { gatewayId },
      startedBy: "t",
    } as const;
    return createRun(database, facts, { agents: [{ agentId, agentName, boardId, isMain: boardId === null }] }).id;
  });
  expect((await cli.runHere(["runs", "show", cutOff])).stdout).toContain(`runs resume ${cutOff.slice(0, 8)}`);
  const { code, json } = await cli.jsonHere<{ runId: string; agents: object[] }>([
    "runs",
    "resume",
    cutOff.slice(0, 8),
  ]);
  expect([code, json.agents]).toEqual([0, [expect.objectContaining({ outcome: "unchanged" })]]);
  const runs = await listed();
  expect(runs.find(({ id }) => id === json.runId)).toMatchObject({ retryOf: cutOff });
  expect(runs.find(({ id }) => id === cutOff)?.dismissedAt).toEqual(expect.any(String));
  const refused = await cli.runHere(["runs", "resume", ended?.id ?? ""]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("was not interrupted")]);
  const before = (await listed()).length;
  const again = await cli.runHere(["runs", "resume", cutOff]);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("is dismissed")]);
  expect(await listed()).toHaveLength(before);
});

it("says that nothing is left of an interrupted run", async () => {
  await cli.runHere(sync);
  const [run] = await listed();
  inDatabase(({ sqlite }) => {
    sqlite.prepare("UPDATE runs SET status = 'interrupted' WHERE id = ?").run(run?.id);
    sqlite.prepare("UPDATE run_agents SET outcome = 'unchanged' WHERE run_id = ?").run(run?.id);
  });
  const { code, stdout } = await cli.runHere(["runs", "resume", run?.id ?? ""]);
  expect([code, stdout]).toEqual([0, expect.stringContaining("Nothing is left to do")]);
  expect((await listed())[0]).toMatchObject({ id: run?.id, dismissedAt: expect.any(String) });
});

it("does not resume an interrupted run that recorded no agents, and leaves it as it is", async () => {
  await cli.runHere(sync);
  const [run] = await listed();
  inDatabase(({ sqlite }) => {
    sqlite.prepare("UPDATE runs SET status = 'interrupted' WHERE id = ?").run(run?.id);
    sqlite.prepare("DELETE FROM run_agents WHERE run_id = ?").run(run?.id);
  });
  const { code, stderr } = await cli.runHere(["runs", "resume", run?.id ?? ""]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("not known what is left to do")]);
  expect((await listed())[0]).toMatchObject({ id: run?.id, dismissedAt: null });
});

it("a sync deletes what has been in the bin for 30 days", async () => {
  for (const name of ["Old", "New"]) {
    await cli.runHere(["organization", "create", name]);
    await cli.runHere(["organization", "delete", name, "--confirm", name]);
  }
  inDatabase(({ sqlite }) => {
    sqlite.exec("UPDATE bin SET deleted_at = '2020-01-01T00:00:00.000000Z' WHERE name = 'Old'");
    const nowMs = Date.now();
    const looks = `${nowMs} ${nowMs - 2 * 24 * 60 * 60_000}`;
    sqlite.prepare("INSERT OR REPLACE INTO settings VALUES ('clock-looks', ?)").run(looks);
  });
  const names = () => inDatabase(({ sqlite }) => sqlite.prepare("SELECT name FROM bin").pluck().all());
  expect(names()).toHaveLength(2);
  await cli.runHere(sync);
  expect(names()).toEqual(["New"]);
});

it("shows and changes how long runs are kept, and the next sync deletes the others", async () => {
  expect((await cli.runHere(["runs", "keep"])).stdout).toContain("kept for 90 days, and the latest 200");
  for (let count = 0; count < 4; count += 1) await cli.runHere(sync);
  const runs = await listed();
  await cli.runHere(["runs", "pin", runs[3]?.id ?? ""]);
  inDatabase((database) => database.sqlite.exec("UPDATE runs SET started_at = '2020' || substr(started_at, 5)"));
  const { json } = await cli.jsonHere<object>(["runs", "keep", "--days", "30", "--runs", "2"]);
  expect(json).toEqual({ days: 30, runs: 2 });
  await cli.runHere(sync);
  // The latest two, and the pinned one. The first sync wrote the files, but the later ones found them as they should be.
  expect(await listed()).toHaveLength(3);
  for (const flags of [
    ["--days", "0"],
    ["--days", "4000"],
    ["--runs", "1.5"],
  ]) {
    expect((await cli.runHere(["runs", "keep", ...flags])).code, flags.join(" ")).toBe(2);
  }
});
