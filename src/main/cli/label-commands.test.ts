import { afterAll, beforeAll, expect, it } from "vitest";
import type { TestCli } from "./test-cli.ts";
import { openCliWithFleet } from "./test-cli-with-fleet.ts";

let cli: TestCli;
beforeAll(async () => {
  cli = await openCliWithFleet();
});
afterAll(() => cli.remove());

type Listed = { id: string; name: string; boardName: string | null; labels: string[]; boardLabels: string[] };
const agents = async (...words: string[]) =>
  (await cli.jsonHere<{ agents: Listed[] }>(["list", "agents", ...words])).json.agents;

it("agents get labels and lose them, and lists choose by them; a board's count for its agents", async () => {
  const [first, second, ...rest] = (await agents()).filter(({ boardName }) => boardName !== null);
  if (!first || !second) throw new Error("too few agents");
  const added = await cli.runHere(["agent", "label", first.id, second.id, "--add", "Night,eu", "--add", "eu"]);
  expect([added.code, added.stdout]).toEqual([0, expect.stringContaining("Changed the labels of 2 agents.")]);
  expect((await agents("--label", "NIGHT")).map(({ id, labels }) => [id, labels])).toEqual([
    [first.id, ["eu", "night"]],
    [second.id, ["eu", "night"]],
  ]);
  await cli.runHere(["agent", "label", "--label", "night", "--remove", "eu", "--add", "late"]);
  expect((await agents("--label", "late")).map(({ labels }) => labels)).toEqual([
    ["late", "night"],
    ["late", "night"],
  ]);
  const board = rest.find(({ boardName }) => boardName !== first.boardName)?.boardName ?? "";
  await cli.runHere(["board", "label", board, "--add", "quiet"]);
  const quiet = await agents("--label", "quiet");
  expect(new Set(quiet.map(({ boardName }) => boardName))).toEqual(new Set([board]));
  const table = (await cli.runHere(["list", "boards", "--label", "quiet"])).stdout;
  expect(table).toContain(board);
  expect(table).toContain("quiet");
});

it("refuses what is no label, none at all, and a label that no agent has", async () => {
  const [agent] = await agents();
  for (const [words, message] of [
    [["agent", "label", agent?.id ?? "", "--add", "two_words!"], '"two_words!" is no label'],
    [["agent", "label", agent?.id ?? ""], "No label to add or remove"],
    [["agent", "label", "--add", "night"], "No agent was named"],
    [["agent", "wake", "--label", "nowhere"], 'No agent has the label "nowhere"'],
    [["sync", "--gateway", "Practice gateway", "--label", "nowhere"], 'No agent has the label "nowhere"'],
  ] as const) {
    const { code, stderr } = await cli.runHere([...words]);
    expect([words, code, stderr]).toEqual([words, 2, expect.stringContaining(message)]);
  }
  expect((await agents("--label", "nowhere")).length).toBe(0);
});
