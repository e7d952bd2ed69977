import { afterAll, beforeAll, expect, it } from "vitest";
import { practiceIds } from "../../practice-gateway/practice-fleet.ts";
import type { BulkReport, Conflicts } from "../../shared/bulk.ts";
import { lockGateway } from "../provisioning/model/run-lock.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
let cli: TestCli;
beforeAll(async () => {
  fixture = await openCliFixture();
  cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
});
afterAll(() => fixture.close());

type Listed = { id: string; name: string; boardId: string | null; boardName: string | null; role: string };
const agents = async () => (await cli.jsonHere<{ agents: Listed[] }>(["list", "agents"])).json.agents;
const workers = async () => (await agents()).filter(({ role }) => role === "worker");

it("agents move with --dry-run first, and the command says who stays", async () => {
  const [worker] = await workers();
  const lead = (await agents()).find(({ role, boardId }) => role === "lead" && boardId !== worker?.boardId);
  if (!worker || !lead) throw new Error("the sample fleet has too few agents");
  const words = ["agent", "move", worker.id, lead.id, "--board", lead.boardId ?? ""];
  const dry = await cli.runHere([...words, "--dry-run"]);
  expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining("Would move 1 agent")]);
  expect((await workers()).find(({ id }) => id === worker.id)?.boardId).toBe(worker.boardId);
  const { json } = await cli.jsonHere<BulkReport>(words);
  expect(json.done.map(({ id }) => id)).toEqual([worker.id]);
  expect(json.leftOut.map(({ note }) => note)).toEqual(["it is on this board already"]);
  expect((await workers()).find(({ id }) => id === worker.id)?.boardId).toBe(lead.boardId);
});

it("a label chooses the agents of a sync, and files in conflict are decided for them", async () => {
  const [one, two] = await workers();
  await cli.runHere(["agent", "label", one?.id ?? "", two?.id ?? "", "--add", "night"]);
  const synced = await cli.jsonHere<{ agents: { agentId: string }[] }>([
    "sync",
    "--gateway",
    "Practice gateway",
    "--label",
    "night",
    "--rotate-tokens",
  ]);
  expect(synced.code).toBe(0);
  const dry = await cli.jsonHere<Conflicts>(["agent", "keep-theirs", "--label", "night", "--dry-run"]);
  expect([dry.code, dry.json.files]).toEqual([0, []]);
  expect(dry.json.report.leftOut).toHaveLength(2);
  expect((await cli.runHere(["agent", "take-ours", "--label", "night"])).stdout).toContain(
    "it has no file in conflict",
  );
});

it("files in conflict are not decided while their gateway is busy or away, and the command says so and fails", async () => {
  const unlock = lockGateway(cli.dataDir, { id: practiceIds.gatewayId, name: "Practice gateway" });
  for (const name of ["take-ours", "keep-theirs"]) {
    const busy = await cli.runHere(["agent", name, "--label", "night"]);
    expect([busy.code, busy.stdout]).toEqual([1, expect.stringContaining("Could not be compared: 2 agents")]);
    expect(busy.stdout).not.toContain("no file in conflict");
  }
  expect((await cli.runHere(["agent", "take-ours", "--label", "night", "--dry-run"])).code).toBe(1);
  unlock();
  const alone = fixture.newCli();
  await fixture.importInto(alone, fixture.fleetWith({ url: "ws://127.0.0.1:1" }));
  const ids = (await workers()).slice(0, 2).map(({ id }) => id);
  const away = await alone.jsonHere<Conflicts>(["agent", "take-ours", ...ids, "--give-up-after", "1"]);
  expect([away.code, away.json.report.leftOut, away.json.report.failed.length]).toEqual([3, [], 2]);
  expect(away.json.problems).toMatchObject([{ code: "gateway-unreachable" }]);
});

it("agents and boards are deleted only with their number", async () => {
  const missing = await cli.runHere(["agent", "delete", "--label", "night"]);
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("2 agents would be deleted")]);
  const wrong = await cli.runHere(["agent", "delete", "--label", "night", "--count", "3"]);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("the confirmed number is 3")]);
  const before = await agents();
  const { code, json } = await cli.jsonHere<BulkReport>(["agent", "delete", "--label", "night", "--count", "2"]);
  expect([code, json.failed]).toEqual([0, []]);
  expect(await agents()).toHaveLength(before.length - 2);
  const board = (await agents()).find(({ boardName }) => boardName !== null)?.boardName ?? "";
  const dry = await cli.runHere(["board", "delete", board, "--dry-run"]);
  expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining("Would delete 1 board")]);
  expect((await cli.runHere(["board", "delete", board])).code).toBe(2);
  expect((await cli.runHere(["board", "delete", board, "--count", "1"])).stdout).toContain("Deleted 1 board");
  expect((await cli.runHere(["bin", "list"])).stdout).toContain(board);
});
