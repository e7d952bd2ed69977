import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { practiceIds } from "../../practice-gateway/practice-fleet.ts";
import type { Plan } from "../../shared/plan.ts";
import type { SyncReport } from "../../shared/sync.ts";
import { lockGateway } from "../provisioning/model/run-lock.ts";
import { copyTemplates } from "../templates/test-template-folder.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

const worker = "mc-5eed0000-0000-4000-8006-000000000002";
const lead = "lead-5eed0000-0000-4000-8005-000000000001";
const gatewayName = ["--gateway", "Practice gateway"];

let fixture: CliFixture;
let cli: TestCli;

beforeAll(async () => {
  fixture = await openCliFixture();
  cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  await cli.runHere(["sync", ...gatewayName, "--rotate-tokens"]);
});

afterAll(async () => {
  await fixture.close();
});

let edits = 0;
const editOf = (key: string) => `Edited: ${key}, ${edits}`;

/** A sync that replaces an edit of these agents' SOUL.md. */
async function replaceEdits(keys: string[]): Promise<string> {
  edits += 1;
  for (const key of keys) fixture.gateway.writeFile(key, "SOUL.md", editOf(key));
  return (await cli.jsonHere<SyncReport>(["sync", ...gatewayName])).json.runId;
}

it("shows what would come back, asks, and brings it back", async () => {
  const runId = await replaceEdits([worker, lead]);
  const writes = fixture.gateway.fileWrites;
  const dry = await cli.runHere(["runs", "undo", runId.slice(0, 8), "--dry-run", "--diff"]);
  expect([dry.code, dry.stderr.includes("Error")]).toEqual([10, false]);
  expect(dry.stdout).toContain("gets the earlier version back");
  expect(dry.stdout).toContain(`+${editOf(worker)}`);
  const declined = await cli.runHere(["runs", "undo", runId]);
  expect([declined.code, fixture.gateway.fileWrites]).toEqual([2, writes]);
  let question = "";
  const ask = async (text: string) => {
    question = text;
    return true;
  };
  const done = await cli.runHere(["runs", "undo", runId], { ask });
  expect(question).toContain("Bring back 2 files?");
  expect([done.code, fixture.gateway.fileWrites]).toEqual([0, writes + 2]);
  expect(fixture.gateway.readFile(worker, "SOUL.md")).toBe(editOf(worker));
  expect(fixture.gateway.readFile(lead, "SOUL.md")).toBe(editOf(lead));
  expect((await cli.runHere(["sync", ...gatewayName, "--dry-run"])).code).toBe(0);
  const again = await cli.runHere(["runs", "undo", runId, "--yes"]);
  expect([again.code, fixture.gateway.fileWrites]).toEqual([0, writes + 2]);
});

it("leaves what changed since and says so in its exit code, unless it is to be overwritten", async () => {
  const runId = await replaceEdits([worker, lead]);
  fixture.gateway.writeFile(lead, "SOUL.md", "Edited again.");
  const part = await cli.runHere(["runs", "undo", runId, "--yes"]);
  expect(part.code).toBe(1);
  expect(part.stdout).toContain("1 file not brought back");
  expect(part.stdout).toContain("changed since that run");
  expect(fixture.gateway.readFile(worker, "SOUL.md")).toBe(editOf(worker));
  expect(fixture.gateway.readFile(lead, "SOUL.md")).toBe("Edited again.");
  const all = await cli.runHere(["runs", "undo", runId, "--yes", "--overwrite"]);
  expect(all.code).toBe(0);
  expect(fixture.gateway.readFile(lead, "SOUL.md")).toBe(editOf(lead));
});

it("brings back only what is asked for", async () => {
  const runId = await replaceEdits([worker, lead]);
  const { json } = await cli.jsonHere<SyncReport & { plan: Plan }>(["runs", "undo", runId, "--dry-run"]);
  const name = json.plan.agents.find(({ agentKey }) => agentKey === worker)?.agentName ?? "";
  const one = await cli.runHere(["runs", "undo", runId, "--yes", "--agent", name, "--file", "SOUL.md"]);
  expect(one.code).toBe(0);
  expect(fixture.gateway.readFile(worker, "SOUL.md")).toBe(editOf(worker));
  expect(fixture.gateway.readFile(lead, "SOUL.md")).not.toBe(editOf(lead));
});

it("refuses a run that wrote nothing", async () => {
  const { json } = await cli.jsonHere<SyncReport>(["sync", ...gatewayName, "--dry-run"]);
  const { code, stderr } = await cli.runHere(["runs", "undo", json.runId]);
  expect([code, stderr.includes("it wrote nothing")]).toEqual([2, true]);
});

it("restores one version of one file, by default the one before the latest", async () => {
  const runId = await replaceEdits([worker]);
  const { json } = await cli.jsonHere<SyncReport>(["runs", "show", runId]);
  const name = json.agents.find(({ filesWritten }) => filesWritten.length > 0)?.agentName ?? "";
  const restore = ["file", "restore", "SOUL.md", "--agent", name];
  const dry = await cli.runHere([...restore, "--dry-run", "--diff"]);
  expect([dry.code, dry.stdout.includes(`+${editOf(worker)}`)]).toEqual([10, true]);
  expect((await cli.runHere([...restore, "--yes"])).code).toBe(0);
  expect(fixture.gateway.readFile(worker, "SOUL.md")).toBe(editOf(worker));
  const unknown = await cli.runHere([...restore, "--at", "1000000"]);
  expect([unknown.code, unknown.stderr.includes("no such version")]).toEqual([2, true]);
  fixture.gateway.writeFile(worker, "SOUL.md", "Of today.");
  const left = await cli.runHere([...restore, "--yes"]);
  expect([left.code, fixture.gateway.readFile(worker, "SOUL.md")]).toEqual([1, "Of today."]);
});

/** A sync after a line was added to a template of the gateway's own folder; `text` and `soul` are from before. */
async function syncChangedTemplate(folderName: string) {
  const folder = copyTemplates(join(cli.dataDir, "templates", folderName));
  await cli.runHere(["gateway", "edit", "Practice gateway", "--templates", folder]);
  await cli.runHere(["sync", ...gatewayName, "--overwrite"]);
  const template = join(folder, "BOARD_SOUL.md.j2");
  const [text, soul] = [readFileSync(template, "utf8"), fixture.gateway.readFile(worker, "SOUL.md")];
  writeFileSync(template, `${text}Be brief.\n`);
  return { runId: (await cli.jsonHere<SyncReport>(["sync", ...gatewayName])).json.runId, template, text, soul };
}

it("uses the templates from before the run as well once it is agreed to, for all that are made from them", async () => {
  const { runId, template, text, soul } = await syncChangedTemplate("ours");
  const undo = ["runs", "undo", runId, "--with-templates"];
  const dry = await cli.runHere([...undo, "--dry-run"]);
  expect(dry.stdout.replaceAll(/\s+/g, " ")).toContain("again: BOARD_SOUL.md.j2.");
  expect((await cli.runHere(undo)).code).toBe(2);
  expect(readFileSync(template, "utf8")).not.toBe(text);
  expect((await cli.runHere([...undo, "--yes"])).code).toBe(0);
  expect(readFileSync(template, "utf8")).toBe(text);
  expect(fixture.gateway.readFile(worker, "SOUL.md")).toBe(soul);
  const next = await cli.jsonHere<SyncReport>(["sync", ...gatewayName]);
  expect(next.json.stats.fileWrites).toBe(0);
  const again = await cli.runHere([...undo, "--dry-run"]);
  expect(again.stdout.replaceAll(/\s+/g, " ")).toContain("The templates stay as they are");
});

it("uses the earlier templates also when no file is left to bring back, and only while no run is in progress", async () => {
  const { runId, template, text } = await syncChangedTemplate("theirs");
  expect((await cli.runHere(["runs", "undo", runId, "--yes"])).code).toBe(0);
  const undo = ["runs", "undo", runId, "--with-templates"];
  // Nothing can be asked: so nothing is taken, and nothing is said to be.
  const unasked = await cli.runHere(undo);
  expect([unasked.code, unasked.stdout]).toEqual([2, ""]);
  let unlock = () => {};
  const ask = async () => {
    unlock = lockGateway(cli.dataDir, { id: practiceIds.gatewayId, name: "Practice gateway" });
    return true;
  };
  const busy = await cli.runHere(undo, { ask });
  unlock();
  expect([busy.code, busy.stderr]).toEqual([1, expect.stringContaining("A run is already in progress")]);
  expect(readFileSync(template, "utf8")).not.toBe(text);
  const done = await cli.runHere([...undo, "--yes"]);
  expect([done.code, done.stdout]).toEqual([0, expect.stringMatching(/templates\/theirs has version \d+ again/)]);
  expect(readFileSync(template, "utf8")).toBe(text);
});

it("leaves the templates as they are when the gateway is busy once it is agreed to", async () => {
  const folder = join(cli.dataDir, "templates/theirs");
  await cli.runHere(["sync", ...gatewayName, "--overwrite"]);
  const template = join(folder, "BOARD_SOUL.md.j2");
  const text = readFileSync(template, "utf8");
  writeFileSync(template, `${text}Be kind.\n`);
  const runId = (await cli.jsonHere<SyncReport>(["sync", ...gatewayName])).json.runId;
  const undo = ["runs", "undo", runId, "--with-templates"];
  let unlock = () => {};
  const ask = async () => {
    unlock = lockGateway(cli.dataDir, { id: practiceIds.gatewayId, name: "Practice gateway" });
    return true;
  };
  const busy = await cli.runHere(undo, { ask });
  unlock();
  expect([busy.code, busy.stderr]).toEqual([1, expect.stringContaining("A run is already in progress")]);
  expect(readFileSync(template, "utf8")).not.toBe(text);
  const done = await cli.runHere([...undo, "--yes"]);
  expect([done.code, done.stdout]).toEqual([0, expect.stringMatching(/templates\/theirs has version \d+ again/)]);
  expect(readFileSync(template, "utf8")).toBe(text);
  expect((await cli.jsonHere<SyncReport>(["sync", ...gatewayName])).json.stats.fileWrites).toBe(0);
});
