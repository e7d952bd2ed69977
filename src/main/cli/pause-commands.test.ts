import { afterEach, beforeEach, expect, it } from "vitest";
import type { TestCli } from "./test-cli.ts";
import { openCliWithFleet } from "./test-cli-with-fleet.ts";

type Boards = { boards: { name: string; paused: boolean }[] };

let cli: TestCli;
beforeEach(async () => {
  cli = await openCliWithFleet();
});
afterEach(() => cli.remove());

async function pausedBoards(): Promise<string[]> {
  const { boards } = (await cli.jsonHere<Boards>(["list", "boards"])).json;
  return boards.filter(({ paused }) => paused).map(({ name }) => name);
}

it("pauses and resumes boards, and says of each whether it was so already", async () => {
  const before = await pausedBoards();
  const names = (await cli.jsonHere<Boards>(["list", "boards"])).json.boards.map(({ name }) => name);
  const [first = "", second = ""] = names.filter((name) => !before.includes(name));
  const paused = await cli.runHere(["board", "pause", first, second]);
  expect([paused.code, paused.stdout]).toEqual([0, `✔ Paused board "${first}"\n✔ Paused board "${second}"\n`]);
  expect((await pausedBoards()).sort()).toEqual([...before, first, second].sort());
  const again = await cli.jsonHere<{ boards: object[] }>(["board", "pause", first]);
  expect(again.json.boards).toMatchObject([{ name: first, paused: true, changed: false }]);
  const resumed = await cli.runHere(["board", "resume", second, first]);
  expect(resumed.stdout).toContain(`Resumed board "${first}"`);
  expect(await pausedBoards()).toEqual(before);
  expect((await cli.runHere(["board", "resume", first])).stdout).toContain("is not paused");
});

it("changes no board when one of them is not known", async () => {
  const before = await pausedBoards();
  const { code, stderr } = await cli.runHere(["board", "pause", "Website Relaunch", "Elsewhere"]);
  expect([code, stderr.includes("Elsewhere")]).toEqual([2, true]);
  expect(await pausedBoards()).toEqual(before);
});
