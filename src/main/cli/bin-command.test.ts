import { afterAll, beforeAll, expect, it } from "vitest";
import type { BinEntry } from "../../shared/bin.ts";
import type { TestCli } from "./test-cli.ts";
import { openCliWithFleet } from "./test-cli-with-fleet.ts";

let cli: TestCli;
beforeAll(async () => {
  cli = await openCliWithFleet();
});
afterAll(() => cli.remove());

const entries = async () => (await cli.jsonHere<{ entries: BinEntry[] }>(["bin", "list"])).json.entries;

it("a deleted organization, person and variable are listed, and restored by the command that the deletion prints", async () => {
  await cli.runHere(["organization", "create", "Second"]);
  await cli.runHere(["person", "add", "--organization", "Second", "--name", "Ada"]);
  await cli.runHere(["variables", "set", "team", "#support", "--organization", "Second"]);
  for (const [words, seen] of [
    [["variables", "unset", "team", "--organization", "Second"], 'variable "team"'],
    [["person", "remove", "Ada", "--organization", "Second"], 'person "Ada"'],
    [["organization", "delete", "Second", "--confirm", "Second"], 'organization "Second"'],
  ] as const) {
    const { code, stdout } = await cli.runHere([...words]);
    expect(code).toBe(0);
    const [, id = ""] = /Undo: .* bin restore ([0-9a-f]{8})$/m.exec(stdout) ?? [];
    expect((await cli.runHere(["bin", "list"])).stdout).toContain(id);
    const restored = await cli.runHere(["bin", "restore", id]);
    expect([restored.code, restored.stdout]).toEqual([0, expect.stringContaining(`Restored ${seen}`)]);
    expect(await entries()).toEqual([]);
  }
  expect((await cli.runHere(["list", "people"])).stdout).toContain("Ada");
  expect((await cli.runHere(["variables", "list", "--organization", "Second"])).stdout).toContain("#support");
});

it("what is not there is not restored, and the bin is emptied only with consent", async () => {
  const missing = await cli.runHere(["bin", "restore", "no-such-id"]);
  expect([missing.code, missing.stderr]).toEqual([
    2,
    expect.stringContaining("There is nothing in the bin with the id"),
  ]);
  await cli.runHere(["person", "remove", "Mara Lindqvist", "--organization", "Harbour Bikes"]);
  const refused = await cli.runHere(["bin", "empty"]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("1 entry in the bin would be deleted")]);
  expect(await entries()).toHaveLength(1);
  expect((await cli.runHere(["bin", "empty", "--yes"])).stdout).toContain("Deleted 1 entry for good");
  expect(await entries()).toEqual([]);
  expect((await cli.runHere(["bin", "list"])).stdout).toContain("The bin is empty");
});
