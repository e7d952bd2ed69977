import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { TestCli } from "./test-cli.ts";
import { openCliWithFleet } from "./test-cli-with-fleet.ts";

let cli: TestCli;
beforeEach(async () => {
  cli = await openCliWithFleet();
});
afterEach(() => cli.remove());

const agents = async () => (await cli.jsonHere<{ agents: { name: string }[] }>(["list", "agents"])).json.agents;
const csv = (text: string) => {
  const path = join(dirname(cli.dataDir), "agents.csv");
  writeFileSync(path, text);
  return path;
};

it("copies an agent, also to another board, and a board with or without its agents", async () => {
  const before = (await agents()).length;
  const one = await cli.runHere(["agent", "duplicate", "Hazel"]);
  expect(one.stdout).toContain('Added "Hazel copy", a copy of "Hazel"');
  expect(one.stdout).toContain("sync --gateway 'Practice gateway' --board 'Customer Support'");
  const two = await cli.jsonHere<{ name: string }>([
    "agent",
    "duplicate",
    "Hazel",
    "--name",
    "Otto II",
    "--board",
    "Website Relaunch",
  ]);
  expect([two.code, two.json.name]).toEqual([0, "Otto II"]);
  expect(await agents()).toHaveLength(before + 2);
  const { json } = await cli.jsonHere<{ name: string; agents: number }>(["board", "duplicate", "customer support"]);
  expect(json).toMatchObject({ name: "Customer Support copy" });
  expect(await agents()).toHaveLength(before + 2 + json.agents);
  const without = await cli.runHere(["board", "duplicate", "Customer Support", "--no-agents", "--name", "Empty"]);
  expect(without.stdout).toContain('Added board "Empty", a copy of "Customer Support", with 0 agents');
  expect((await cli.runHere(["agent", "duplicate", "Elsewhere"])).code).toBe(2);
});

it("adds a table of agents after a preview, all or none", async () => {
  const before = (await agents()).length;
  const table = csv("Name;Role;Pets\nMira;Engineer;cat\nNoor;;\n");
  const flags = ["--board", "Customer Support"];
  const preview = await cli.runHere(["import", table, ...flags, "--dry-run"]);
  expect([preview.code, preview.stdout]).toEqual([
    0,
    expect.stringContaining("would add 2 agents; nothing was changed"),
  ]);
  expect(preview.stdout).toContain("Pets");
  expect(preview.stdout).toMatch(/Next: .*import .*agents\.csv --board/);
  expect(await agents()).toHaveLength(before);
  const faulty = csv("Name,Heartbeat\nMira,soon\nHazel,\n");
  const shown = await cli.runHere(["import", faulty, ...flags, "--dry-run"]);
  expect([shown.code, shown.stdout]).toEqual([2, expect.stringContaining("Heartbeat: it is")]);
  const refused = await cli.runHere(["import", faulty, ...flags]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("Row 2:")]);
  expect(await agents()).toHaveLength(before);
  const done = await cli.runHere(["import", csv("Name;Role;Pets\nMira;Engineer;cat\nNoor;;\n"), ...flags]);
  expect([done.code, done.stdout]).toEqual([0, expect.stringContaining("Added 2 agents")]);
  expect(await agents()).toHaveLength(before + 2);
});
