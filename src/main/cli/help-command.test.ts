import { afterAll, expect, test } from "vitest";
import { createTestCli } from "./test-cli.ts";

const cli = createTestCli();
afterAll(() => cli.remove());
const help = (...topic: string[]) => cli.runHere(["help", ...topic]);

test("help alone lists every command and every task", async () => {
  const { code, stdout } = await help();
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ {2}gateway +check or edit/m);
  expect(stdout).toMatch(/^ {2}plan-and-sync +Plan and sync$/m);
  expect(stdout).toContain("flightdeck help CODE");
});

test("a task is printed as text, with commands as they are called here and links as topics", async () => {
  const { code, stdout } = await help("undo-a-run");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Undo a run\n\nRestore/);
  expect(stdout).toContain('choose "Undo this run"');
  expect(stdout).toContain("\n  flightdeck runs undo 1f3a9c20\n");
  expect(stdout).toContain("(`help versions-of-a-file`)");
  expect(stdout).toContain("`help file-conflict`");
  expect(stdout).not.toMatch(/\.md\)|\.png|\*\*|^#/m);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
});

test.each([
  [["undo"], "Undo a run"],
  [["upgrade"], "Upgrade a gateway"],
  [["scripts"], "Use it in scripts"],
  [["behaviour"], "What provisioning does"],
])("a word that only one task has is enough: %s", async (topic, title) => {
  expect((await help(...topic)).stdout).toMatch(new RegExp(`^${title}\n`));
});

test("a table has a line for each row, and its first column first", async () => {
  expect((await help("use-in-scripts")).stdout).toMatch(/^ {2}130: cancelled$/m);
});

test("an error has its entry, in the words of the command line", async () => {
  const { code, stdout } = await help("agent-managed-elsewhere");
  expect(code).toBe(0);
  expect(stdout).toContain("Another installation of Flight Deck manages the agent [agent-managed-elsewhere]");
  expect(stdout).toContain("`--take-over`");
  expect(stdout).not.toContain("In the window");
  expect((await help("errors")).stdout).toMatch(/^agent-clash +Two agents/m);
});

test("a command has its own help, below a group as well", async () => {
  const ownHelp = (...words: string[]) => cli.runHere([...words, "--help"]);
  expect((await help("gateway", "check")).stdout).toBe((await ownHelp("gateway", "check")).stdout);
  expect((await help("import")).stdout).toBe((await ownHelp("import")).stdout);
  expect((await cli.runHere(["gateway", "help", "check"])).stdout).toBe((await ownHelp("gateway", "check")).stdout);
});

test.each([
  ["gatway", "Did you mean gateway?"],
  ["undo-all", "Did you mean undo-a-run?"],
  ["xyzzy", 'There is no help on "xyzzy".\n'],
])("an unknown topic names those that are near: %s", async (topic, said) => {
  const { code, stdout, stderr } = await help(topic);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain(said);
});

test("with --json, each is one object", async () => {
  const json = async <T>(...topic: string[]) => (await cli.jsonHere<T>(["help", ...topic])).json;
  expect(await json()).toMatchObject({ tasks: expect.any(Array), commands: expect.any(Array) });
  expect(await json("undo")).toMatchObject({ name: "undo-a-run", markdown: expect.stringMatching(/^# Undo a run/) });
  expect(await json("agent-clash")).toMatchObject({ code: "agent-clash", exitCode: 1 });
});

test.each(["../README", "..%2fREADME", "/etc/hostname", "guide/README"])(
  "no file but the guide's is read: %s",
  async (topic) => {
    expect((await help(topic)).code).toBe(2);
  },
);
