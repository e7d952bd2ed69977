import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { practiceIds } from "../../practice-gateway/practice-fleet.ts";
import type { PracticeGateway } from "../../practice-gateway/start-practice-gateway.ts";
import type { JsonObject } from "../../shared/records.ts";
import { type SyncReport, syncReportSchema } from "../../shared/sync.ts";
import { current } from "../gateway/current.ts";
import { readTokenFromAgents } from "../provisioning/tokens/read-token.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
/** A gateway whose agents no installation has a mark on yet. */
let unmanaged: CliFixture;
let gateway: PracticeGateway;
let cli: TestCli;

beforeAll(async () => {
  fixture = await openCliFixture();
  unmanaged = await openCliFixture();
  ({ gateway } = fixture);
  cli = fixture.newCli();
});
afterAll(() => Promise.all([fixture.close(), unmanaged.close()]));

const sync = ["sync", "--gateway", "practice gateway"];

/** Each step builds on the ones before it, in one data folder. */
describe("from an empty data folder to a fleet in order", () => {
  it("says what to do while there is nothing", async () => {
    const { code, stdout } = await cli.runHere(["list", "gateways"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`import FILE`);
    expect((await cli.jsonHere(["runs", "list"])).json).toEqual({ runs: [] });
  });

  it("imports a fleet file, and a second time changes nothing", async () => {
    const file = cli.file("fleet.json", fixture.fleetWith());
    const first = await cli.spawnJson<{ tables: Record<string, object> }>(["import", file]);
    expect(first.json.tables.agents).toEqual({ inserted: 13, updated: 0, unchanged: 0 });
    const { code, stdout } = await cli.runHere(["import", file]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}agents +0 +0 +13 +0$/m);
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
    expect([code, json]).toMatchObject([0, { ok: true, failedStage: null, dialect: current.name }]);
    expect((await cli.runHere(["gateway", "check", "Practice gateway"])).stdout).toContain("✔ scopes");
  });

  it("shows in a dry run what a sync would do, and writes nothing", async () => {
    const before = [gateway.fileWrites, gateway.configWrites];
    const { code, stdout } = await cli.spawn([...sync, "--rotate-tokens", "--dry-run"]);
    expect(code).toBe(10);
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
      errors: [{ code: "token-unknown-there", severity: "warning" }],
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
    expect([main.code, main.stdout]).toEqual([0, expect.stringContaining("nothing to do")]);
  });

  it("creates, provisions and wakes a lead and a main agent that are missing", async () => {
    const fresh = unmanaged.newCli();
    const { agents, board_memory: _, ...fleet } = unmanaged.fleetWith({ workspace_root: "/elsewhere" });
    await unmanaged.importInto(fresh, { ...fleet, agents: [] });
    expect(agents).toHaveLength(13);
    const chats = unmanaged.gateway.chats.length;
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
    expect(unmanaged.gateway.chats.length - chats).toBe(2);
  });

  it("completes at the second try, with the same identity, a lead that could not be provisioned", async () => {
    const fresh = unmanaged.newCli();
    await unmanaged.importInto(fresh, { ...unmanaged.fleetWith({ workspace_root: "/third" }), agents: [] });
    const rejected = unmanaged.gateway.inject({
      kind: "error",
      method: "chat.send",
      code: "INVALID_REQUEST",
      message: "no",
    });
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

  it("wakes agents and boards, and refuses a paused board", async () => {
    const chats = gateway.chats.length;
    type Wake = { runs: SyncReport[] };
    const agents = await cli.jsonHere<Wake>(["agent", "wake", "Atlas", "Mika"]);
    expect([agents.code, agents.json.runs[0]?.agents]).toMatchObject([0, [{ reason: "woken" }, { reason: "woken" }]]);
    const board = await cli.runHere(["board", "wake", "Website Relaunch"]);
    expect([board.code, board.stdout]).toEqual([0, expect.stringMatching(/Wake of "Practice gateway" done/)]);
    expect(gateway.chats.length - chats).toBeGreaterThan(3);
    const paused = await cli.runHere(["board", "wake", "Market Research"]);
    expect([paused.code, paused.stderr]).toEqual([1, expect.stringContaining('Board "Market Research" is paused')]);
  });

  it("writes no secret anywhere", () => {
    const tokens = [gateway, unmanaged.gateway]
      .flatMap((one) => one.agentIds.map((id) => readTokenFromAgents(one.readFile(id, "AGENTS.md") ?? null)))
      .filter((token) => token !== null);
    expect(tokens.length).toBeGreaterThan(9);
    const transcript = `${fixture.transcript()}${unmanaged.transcript()}`;
    for (const secret of [gateway.token, ...tokens]) expect(transcript).not.toContain(secret);
    expect(transcript).not.toMatch(/pbkdf2_sha256|PRIVATE KEY/);
  });
});
