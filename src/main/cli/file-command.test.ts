import { afterAll, beforeAll, expect, it } from "vitest";
import type { FileComparison, FileVersionRow } from "../../shared/file-history.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
let cli: TestCli;
let agent = "";
beforeAll(async () => {
  fixture = await openCliFixture();
  cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  const { json } = await cli.jsonHere<{ agents: { id: string; name: string; isMain: boolean }[] }>(["list", "agents"]);
  agent = json.agents.find(({ isMain }) => !isMain)?.name ?? "";
  await cli.runHere(["sync", "--gateway", "Practice gateway", "--rotate-tokens"]);
});
afterAll(() => fixture.close());

const file = () => ["SOUL.md", "--agent", agent];
const log = async () => (await cli.jsonHere<{ versions: FileVersionRow[] }>(["file", "log", ...file()])).json.versions;

it("lists, shows and compares the versions of a file, also with what the gateway has now", async () => {
  const [first] = await log();
  expect(first).toMatchObject({ source: "written", isPresent: true, isLost: false, isMasked: false });
  const at = String(first?.id);
  const shown = await cli.runHere(["file", "show", ...file(), "--at", at]);
  expect(shown.stdout.length).toBeGreaterThan(50);
  const now = await cli.jsonHere<FileComparison>(["file", "diff", ...file(), "--to", "now"]);
  expect(now.json).toMatchObject({ from: first?.id, to: "now", diff: "", problem: null });

  const key = fixture.gateway.agentIds.find((id) => fixture.gateway.readFile(id, "SOUL.md") === shown.stdout.trimEnd());
  fixture.gateway.writeFile(key ?? "", "SOUL.md", "edited by hand");
  const edited = await cli.jsonHere<FileComparison>(["file", "diff", ...file(), "--from", at, "--to", "now"]);
  expect(edited.json.diff).toContain("+edited by hand");
  await cli.runHere(["sync", "--gateway", "Practice gateway"]);
  expect((await log()).map(({ source, isPresent }) => [source, isPresent])).toEqual([
    ["written", true],
    ["found", false],
    ["written", false],
  ]);
  const last = await cli.runHere(["file", "diff", ...file()]);
  expect(last.stdout).toContain("-edited by hand");
  const table = await cli.runHere(["file", "log", ...file()]);
  expect(table.stdout).toContain("Found on the gateway");
  expect(table.stdout).toContain("as last seen");
});

it("shows no token, and no stand-in for one", async () => {
  const names = ["AGENTS.md", "--agent", agent];
  const { json } = await cli.jsonHere<{ versions: FileVersionRow[] }>(["file", "log", ...names]);
  const shown = await cli.runHere(["file", "show", ...names, "--at", String(json.versions[0]?.id)]);
  expect(shown.stdout).toContain("(agent token)");
  expect(shown.stdout).not.toMatch(/AGENT-TOKEN|AUTH_TOKEN=[\w-]{20}/);
});

it("makes what the gateway has the agent's own template", async () => {
  const other = ["AGENTS.md", "--agent", agent];
  const refused = await cli.runHere(["file", "make-own", ...other]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("no template of an agent's own")]);
  const made = await cli.runHere(["file", "make-own", ...file()]);
  expect([made.code, made.stdout]).toEqual([
    0,
    expect.stringContaining(`SOUL.md of "${agent}" is the agent's own template`),
  ]);
  const { json } = await cli.jsonHere<{ stats: { fileWrites: number } }>(["sync", "--gateway", "Practice gateway"]);
  expect(json.stats.fileWrites).toBe(0);
});

it("says what is not there", async () => {
  const none = await cli.runHere(["file", "log", "NOTES.md", "--agent", agent]);
  expect(none.stdout).toContain("has no version yet");
  const gone = await cli.runHere(["file", "show", ...file(), "--at", "999999"]);
  expect([gone.code, gone.stderr]).toEqual([2, expect.stringContaining("SOUL.md has no version 999999")]);
  const wrong = await cli.runHere(["file", "diff", ...file(), "--from", "then"]);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('number from file log, or "now"')]);
});

it("keeps versions for as long as it is told", async () => {
  expect((await cli.jsonHere(["file", "keep"])).json).toEqual({ days: 90, versions: 50, learned: false });
  expect((await cli.jsonHere(["file", "keep", "--versions", "10"])).json).toMatchObject({ days: 90, versions: 10 });
  expect((await cli.jsonHere(["file", "keep", "--learned", "on"])).json).toMatchObject({ versions: 10, learned: true });
  expect((await cli.jsonHere(["file", "keep"])).json).toMatchObject({ learned: true });
});
