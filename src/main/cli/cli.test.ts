import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantPracticeFleet, practiceFleet, practiceIds } from "../../practice-gateway/practice-fleet.ts";
import { type PracticeGateway, startPracticeGateway } from "../../practice-gateway/start-practice-gateway.ts";
import type { JsonObject } from "../../shared/records.ts";
import { type SyncReport, syncReportSchema } from "../../shared/sync.ts";
import { readTokenFromAgents } from "../provisioning/tokens/read-token.ts";
import { createTestCli, runScript, type TestCli } from "./test-cli.ts";

const gatewayToken = "gateway-token-that-must-not-show";
type ErrorJson = { error: { code: string; message: string; hint: string } };

let gateway: PracticeGateway;
let cli: TestCli;
const clis: TestCli[] = [];

function newCli(): TestCli {
  const made = createTestCli();
  clis.push(made);
  return made;
}

/** The sample fleet, with other columns for its gateway. */
function fleetWith(gatewayColumns: JsonObject = {}): JsonObject {
  const fleet = practiceFleet({ gatewayUrl: gateway.url, token: gatewayToken });
  return { ...fleet, gateways: (fleet.gateways as JsonObject[]).map((row) => ({ ...row, ...gatewayColumns })) };
}

async function importInto(target: TestCli, fleet: JsonObject): Promise<void> {
  const { code, stderr } = await target.runHere(["import", target.file("fleet.json", fleet)]);
  expect([code, stderr]).toEqual([0, ""]);
}

beforeAll(async () => {
  gateway = await startPracticeGateway({ token: gatewayToken, restartMs: 300 });
  plantPracticeFleet(gateway);
  cli = newCli();
});

afterAll(async () => {
  await gateway.close();
  for (const made of clis) made.remove();
});

const sync = ["sync", "--gateway", "practice gateway"];

/** One story on one data folder: each step builds on the ones before it. */
describe("from an empty data folder to a fleet in order", () => {
  it("says what to do while there is nothing", async () => {
    const { code, stdout } = await cli.runHere(["list", "gateways"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`import FILE`);
    expect((await cli.jsonHere(["runs", "list"])).json).toEqual({ runs: [] });
  });

  it("imports a fleet file, and a second time changes nothing", async () => {
    const file = cli.file("fleet.json", fleetWith());
    const first = await cli.spawnJson<{ tables: Record<string, object> }>(["import", file]);
    expect(first.json.tables.agents).toEqual({ inserted: 13, updated: 0, unchanged: 0 });
    const { code, stdout } = await cli.runHere(["import", file]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}agents +0 +0 +13$/m);
  });

  it("lists gateways, boards and agents, and marks the paused board", async () => {
    const { json } = await cli.jsonHere<{ gateways: JsonObject[] }>(["list", "gateways"]);
    expect(json.gateways).toMatchObject([{ name: "Practice gateway", hasToken: true, boards: 3, agents: 13 }]);
    expect((await cli.runHere(["list", "boards"])).stdout).toMatch(/^Market Research .* paused$/m);
    const agents = await cli.spawnJson<{ agents: JsonObject[] }>(["list", "agents"]);
    expect(agents.json.agents.filter(({ role }) => role === "lead")).toHaveLength(3);
    expect(agents.json.agents[0]).not.toHaveProperty("agentTokenHash");
  });

  it("checks the gateway", async () => {
    const { code, json } = await cli.jsonHere(["gateway", "check", practiceIds.gatewayId]);
    expect([code, json]).toMatchObject([0, { ok: true, failedStage: null, dialect: "current" }]);
    expect((await cli.runHere(["gateway", "check", "Practice gateway"])).stdout).toContain("✔ scopes");
  });

  it("shows in a dry run what a sync would do, and writes nothing", async () => {
    const before = [gateway.fileWrites, gateway.configWrites];
    const { code, stdout } = await cli.spawn([...sync, "--rotate-tokens", "--dry-run"]);
    expect(code).toBe(0);
    expect(stdout).toContain("9 would be updated, 3 skipped");
    expect([gateway.fileWrites, gateway.configWrites]).toEqual(before);
  });

  it("syncs, and prints nothing but the report on stdout", async () => {
    const { code, json, stderr } = await cli.spawnJson<SyncReport>([...sync, "--rotate-tokens"]);
    expect(code).toBe(0);
    expect(syncReportSchema.strict().parse(json)).toEqual(json);
    expect(json).toMatchObject({
      agentsInScope: 12,
      agentsUpdated: 9,
      agentsSkipped: 3,
      mainUpdated: true,
      errors: [],
    });
    expect(stderr.split("\n").filter((line) => line.startsWith("updated "))).toHaveLength(10);
    expect(gateway.readFile(`lead-5eed0000-0000-4000-8005-000000000001`, "IDENTITY.md")).toContain("Juno");
  });

  it("restores a file that was edited on the gateway, and shows the diff with the run", async () => {
    gateway.writeFile(`mc-5eed0000-0000-4000-8006-000000000002`, "SOUL.md", "Be rude.\n");
    const { json } = await cli.jsonHere<SyncReport>([...sync, "--board", "customer support", "--no-include-main"]);
    expect(json).toMatchObject({ agentsInScope: 5, agentsUpdated: 1, agentsUnchanged: 4, includeMain: false });
    const shown = await cli.spawn(["runs", "show", json.runId.slice(0, 8)]);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain("Pico · SOUL.md");
    expect(shown.stdout).toContain("-Be rude.");
    const { json: history } = await cli.jsonHere<{ drift: object[] }>(["runs", "show", json.runId]);
    expect(history.drift).toMatchObject([{ agentName: "Pico", fileName: "SOUL.md" }]);
  });

  it("lists the runs, the latest first", async () => {
    const { json } = await cli.jsonHere<{ runs: JsonObject[] }>(["runs", "list", "--gateway", "Practice gateway"]);
    expect(json.runs.map(({ status }) => status)).toEqual(["succeeded", "succeeded", "succeeded"]);
    expect((await cli.runHere(["runs", "list"])).stdout).toContain("dry run");
  });

  it("leaves a lead and a main agent alone that are there", async () => {
    const lead = await cli.jsonHere(["lead", "ensure", "--board", "Website Relaunch"]);
    expect([lead.code, lead.json]).toMatchObject([0, { created: false, run: null, agent: { name: "Atlas" } }]);
    const main = await cli.runHere(["gateway", "ensure-agent", "Practice gateway"]);
    expect([main.code, main.stdout]).toEqual([0, expect.stringContaining("nothing had to be done")]);
  });

  it("creates, provisions and wakes a lead and a main agent that are missing", async () => {
    const fresh = newCli();
    const { agents, board_memory: _, ...fleet } = fleetWith({ workspace_root: "/elsewhere" });
    await importInto(fresh, { ...fleet, agents: [] });
    expect(agents).toHaveLength(13);
    const chats = gateway.chats.length;
    const lead = await fresh.spawn(["lead", "ensure", "--board", "Market Research", "--name", "Ada"]);
    expect([lead.code, lead.stdout]).toEqual([
      0,
      expect.stringContaining('"Ada", the lead of board "Market Research"'),
    ]);
    const main = await fresh.jsonHere(["gateway", "ensure-agent", "Practice gateway"]);
    expect([main.code, main.json]).toMatchObject([
      0,
      { created: true, status: "succeeded", agent: { status: "online" } },
    ]);
    expect(gateway.chats.length - chats).toBe(2);
  });

  it("completes at the second try, with the same identity, a lead that could not be provisioned", async () => {
    const fresh = newCli();
    await importInto(fresh, { ...fleetWith({ workspace_root: "/third" }), agents: [] });
    const rejected = gateway.inject({ kind: "error", method: "chat.send", code: "INVALID_REQUEST", message: "no" });
    const ensure = ["lead", "ensure", "--board", "Customer Support"];
    type Ensured = { created: boolean; agent: { id: string; lastProvisionError: string | null } };
    const first = await fresh.jsonHere<Ensured>(ensure);
    rejected.remove();
    expect([first.code, first.json]).toMatchObject([
      1,
      { created: true, agent: { lastProvisionError: expect.stringContaining("wake-up") } },
    ]);
    const second = await fresh.jsonHere<Ensured>(ensure);
    const agent = { id: first.json.agent.id, lastProvisionError: null };
    expect([second.code, second.json]).toMatchObject([0, { created: false, agent }]);
  });

  it("writes no secret anywhere", () => {
    const tokens = gateway.agentIds
      .map((agentId) => readTokenFromAgents(gateway.readFile(agentId, "AGENTS.md") ?? null))
      .filter((token) => token !== null);
    expect(tokens.length).toBeGreaterThan(9);
    const transcript = clis.map((made) => made.transcript()).join("\n");
    for (const secret of [gatewayToken, ...tokens]) expect(transcript).not.toContain(secret);
    expect(transcript).not.toMatch(/pbkdf2_sha256|PRIVATE KEY/);
  });
});

describe("bad usage and input", () => {
  it.each([
    ["no command", [], "needs a command"],
    ["an incomplete command", ["list"], "gateways, boards, agents"],
    ["an unknown command", ["snyc"], "sync"],
    ["an unknown option", [...sync, "--dryrun"], "--dry-run"],
    ["a missing option", ["sync"], "--gateway"],
    ["a number that is none", [...sync, "--give-up-after", "soon"], "number of seconds"],
    ["an address that is none", [...sync, "--base-url", "mission-control"], "URL"],
    ["an unknown gateway", ["sync", "--gateway", "nowhere"], 'no gateway "nowhere"'],
    ["an unknown board", [...sync, "--board", "nowhere"], 'no board "nowhere"'],
    ["a missing fleet file", ["import", "nowhere.json"], "cannot be read"],
    ["a folder without templates", [...sync, "--templates", "/nowhere"], "template folder"],
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
    const fleet = fleetWith({ url: 7, token: 123_456_789 });
    const { code, stdout, stderr } = await newCli().spawn(["import", cli.file("bad.json", fleet)]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("gateways[0].url");
    expect(stderr).not.toContain("123456789");
  });

  it("refuses a database of a newer version and a wrong key", async () => {
    const fresh = newCli();
    await importInto(fresh, fleetWith());
    const env = { FLIGHTDECK_KEY: Buffer.alloc(32, 7).toString("base64") };
    const wrongKey = await fresh.jsonHere<ErrorJson>(["gateway", "check", "Practice gateway"], { env });
    expect([wrongKey.code, wrongKey.json.error.code]).toEqual([2, "vault-key"]);
    const database = new DatabaseSync(join(fresh.dataDir, "flight-deck.db"));
    database.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('of the future', 99999999999999)");
    database.close();
    const newer = await fresh.spawnJson<ErrorJson>(["list", "agents"]);
    expect([newer.code, newer.json.error.code]).toEqual([2, "database-newer"]);
  });

  it("answers --help of every command with exit 0 and an example", async () => {
    const commands = [[], ["import"], ["gateway", "check"], ["sync"], ["lead", "ensure"], ["runs", "show"]];
    for (const words of commands) {
      const { code, stdout, stderr } = await cli.runHere([...words, "--help"]);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toContain("Examples:");
      expect(stdout).toContain("--json");
    }
  });
});

describe("a gateway that is away or refuses", () => {
  it("that stays away: exit 3 with everybody not attempted, and every wait told once", async () => {
    const fresh = newCli();
    await importInto(fresh, fleetWith({ url: "ws://127.0.0.1:9" }));
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
    const fresh = newCli();
    await importInto(fresh, fleetWith({ token: "another-token-that-must-not-show" }));
    const { code, json } = await fresh.jsonHere<SyncReport>(sync);
    expect([code, json.errors]).toMatchObject([3, [{ code: "gateway-auth" }]]);
    const check = await fresh.jsonHere(["gateway", "check", "Practice gateway"]);
    expect([check.code, check.json]).toMatchObject([3, { ok: false, failedStage: "auth" }]);
    expect(fresh.transcript()).not.toContain("another-token-that-must-not-show");
  });

  it("that is too old: exit 3, and nothing else than that is said", async () => {
    const old = await startPracticeGateway({ version: "2026.1.30", token: gatewayToken });
    try {
      const fresh = newCli();
      await importInto(fresh, fleetWith({ url: old.url }));
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
  it.each(["SIGINT", "SIGTERM"] as const)("%s ends a run with its report and exit 130", async (signal) => {
    // Without an end to its patience for answers that never come, the run would outlast the test.
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

describe("npm start", () => {
  it("practises a whole first sync and says what to do next", async () => {
    const { code, stdout, stderr } = await runScript(["start.ts"]);
    expect(code).toBe(0);
    expect(stdout).toContain('✔ Sync of "Practice gateway" done');
    expect(stdout).toContain("9 updated, 3 skipped · main agent updated");
    expect(stdout).toContain("npm run -s cli -- import fleet.json");
    expect(stderr).toContain("connected: OpenClaw 2026.9.6");
  });
});
