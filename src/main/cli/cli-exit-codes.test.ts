import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PracticeGateway, startPracticeGateway } from "../../practice-gateway/start-practice-gateway.ts";
import type { JsonObject } from "../../shared/records.ts";
import { stopSignals } from "../../shared/stop-signals.ts";
import type { SyncReport } from "../../shared/sync.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

type ErrorJson = { error: { code: string; message: string; hint: string } };

let fixture: CliFixture;
let gateway: PracticeGateway;
/** On a fleet that has been synced. */
let cli: TestCli;

beforeAll(async () => {
  fixture = await openCliFixture();
  ({ gateway } = fixture);
  cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  expect((await cli.jsonHere([...sync, "--rotate-tokens"])).code).toBe(0);
});
afterAll(() => fixture.close());

const sync = ["sync", "--gateway", "practice gateway"];

describe("bad usage and input", () => {
  it.each([
    ["no command", [], "needs a command"],
    ["an incomplete command", ["list"], "gateways, boards, agents"],
    ["an unknown command", ["snyc"], "sync"],
    ["an unknown option", [...sync, "--dryrun"], "--dry-run"],
    ["a missing option", ["sync"], "--gateway"],
    ["a number that is none", [...sync, "--give-up-after", "soon"], "number of seconds"],
    ["an address that is none", [...sync, "--base-url", "mission-control"], "URL"],
    ["an address with a token", [...sync, "--base-url", "http://host/#token=hunter2"], "contains a token"],
    ["an unknown gateway", ["sync", "--gateway", "nowhere"], 'no gateway "nowhere"'],
    ["an unknown board", [...sync, "--board", "nowhere"], 'no board "nowhere"'],
    ["an unknown file", [...sync, "--file", "SOUL.md", "SOLU.md"], '"SOLU.md". Choose from AGENTS.md, SOUL.md'],
    [
      "an unknown file in a plan",
      ["plan", "save", "none.json", ...sync.slice(1), "--file", "soul.md"],
      '"soul.md". Choose',
    ],
    ["a missing fleet file", ["import", "nowhere.json"], "does not exist"],
    ["a folder without templates", [...sync, "--templates", "/nowhere"], "template folder"],
    ["a diff of what is written at once", [...sync, "--diff"], "--dry-run"],
    ["an unknown run", ["runs", "show", "ffffffff"], "no run"],
  ])("%s: exit 2, on stdout nothing but the error as JSON", async (_case, words, message) => {
    const { code, stdout, stderr } = await cli.runHere([...words, "--json"]);
    const json: ErrorJson = JSON.parse(stdout);
    expect([code, stderr]).toEqual([2, ""]);
    expect(Object.keys(json)).toEqual(["error"]);
    expect(Object.keys(json.error)).toEqual(["code", "message", "hint"]);
    expect(`${json.error.message} ${json.error.hint}`).toContain(message);
  });

  it("names the bad rows of a fleet file, imports nothing and repeats no value", async () => {
    const fleet = fixture.fleetWith({ url: 7, token: 123_456_789 });
    const { code, stdout, stderr } = await fixture.newCli().spawn(["import", cli.file("bad.json", fleet)]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/gateways row 1 "[^"]*", url: must be a text/);
    expect(stderr).not.toContain("123456789");
  });

  it("refuses a database of a newer version and a wrong key", async () => {
    const fresh = fixture.newCli();
    await fixture.importInto(fresh, fixture.fleetWith());
    const env = { FLIGHTDECK_KEY: Buffer.alloc(32, 7).toString("base64") };
    const wrongKey = await fresh.jsonHere<ErrorJson>(["gateway", "check", "Practice gateway"], { env });
    expect([wrongKey.code, wrongKey.json.error.code]).toEqual([2, "vault-key"]);
    expect((await fresh.runHere(["backup", "make"])).code).toBe(0);
    const database = new DatabaseSync(join(fresh.dataDir, "flight-deck.db"));
    database.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('of the future', 99999999999999)");
    database.close();
    const newer = await fresh.spawnJson<ErrorJson>(["list", "agents"]);
    expect([newer.code, newer.json.error.code]).toEqual([2, "database-newer"]);
    expect(newer.json.error.hint).toContain("backup restore 0001-by-hand-");
  });

  it("answers --help of every command with exit 0 and an example", async () => {
    const commands = [
      [],
      ["plan", "save"],
      ["plan", "show"],
      ["import"],
      ["gateway", "check"],
      ["sync"],
      ["lead", "ensure"],
      ["runs", "show"],
      ["token", "hashes"],
      ["token", "lighten"],
      ["apply"],
    ];
    for (const words of commands) {
      const { code, stdout, stderr } = await cli.runHere([...words, "--help"]);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toContain("Examples:");
      expect(stdout).toContain("--json");
    }
  });
});

describe("a gateway that is away or refuses", () => {
  it("that stays away: exit 3, every agent not attempted, and every wait reported once", async () => {
    const fresh = fixture.newCli();
    await fixture.importInto(fresh, fixture.fleetWith({ url: "ws://127.0.0.1:9" }));
    const { code, json, stderr } = await fresh.spawnJson<SyncReport>([...sync, "--give-up-after", "1"]);
    expect(code).toBe(3);
    expect(json).toMatchObject({
      agentsInScope: 12,
      agentsNotAttempted: 12,
      errors: [{ code: "gateway-unreachable" }],
    });
    expect(stderr.match(/gateway away: attempt 1,/g)).toHaveLength(1);
    const check = await fresh.spawn(["gateway", "check", "Practice gateway"]);
    expect([check.code, check.stdout]).toEqual([3, expect.stringContaining("fails at address")]);
  });

  it("that does not take the token: exit 3, at auth", async () => {
    const fresh = fixture.newCli();
    await fixture.importInto(fresh, fixture.fleetWith({ token: "another-token-that-must-not-show" }));
    const { code, json } = await fresh.jsonHere<SyncReport>(sync);
    expect([code, json.errors]).toMatchObject([3, [{ code: "gateway-auth" }]]);
    const check = await fresh.jsonHere(["gateway", "check", "Practice gateway"]);
    expect([check.code, check.json]).toMatchObject([3, { ok: false, failedStage: "auth" }]);
    expect(fresh.transcript()).not.toContain("another-token-that-must-not-show");
  });

  it("that is too old: exit 3, and nothing else than that is said", async () => {
    const old = await startPracticeGateway({ version: "2026.1.30", token: gateway.token });
    try {
      const fresh = fixture.newCli();
      await fixture.importInto(fresh, fixture.fleetWith({ url: old.url }));
      const { code, json } = await fresh.jsonHere<SyncReport>(sync);
      expect([code, json.errors]).toMatchObject([3, [{ code: "gateway-too-old" }]]);
    } finally {
      await old.close();
    }
  });

  it("errors of agents alone: exit 1", async () => {
    const rejected = gateway.inject({
      kind: "error",
      method: "agents.files.set",
      code: "INVALID_REQUEST",
      message: "no",
    });
    gateway.writeFile(`mc-5eed0000-0000-4000-8006-000000000004`, "SOUL.md", "changed\n");
    const { code, stdout } = await cli.spawn(sync);
    rejected.remove();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ {2}Otto .* failed /m);
    expect(stdout).toContain("[file-rejected]");
  });
});

describe("Ctrl-C", () => {
  it.each(stopSignals)("%s ends a run with its report and exit 130", async (signal) => {
    // Its limit for unanswered calls is longer than this test.
    const stuck = gateway.inject({ kind: "no-answer", method: "agents.files.list", times: 1000 });
    let sent = false;
    const { code, json, stderr } = await cli.spawnJson<SyncReport>(sync, {
      onStderr(soFar, kill) {
        if (sent || !soFar.includes("reading what is there")) return;
        sent = true;
        kill(signal);
      },
    });
    stuck.remove();
    expect(code).toBe(130);
    expect(json).toMatchObject({ agentsInScope: 12, agentsSkipped: 3, agentsNotAttempted: 9 });
    expect(json.errors.map((error) => error.code)).toEqual(["cancelled"]);
    expect(stderr).toContain("cancelling");
    const { json: latest } = await cli.jsonHere<{ runs: JsonObject[] }>(["runs", "list", "--limit", "1"]);
    expect(latest.runs).toMatchObject([{ status: "cancelled" }]);
  });
});
