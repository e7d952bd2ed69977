import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestCli, type TestCli } from "../../../src/main/cli/test-cli.ts";
import { listAgentsOfGateway } from "../../../src/main/database/agents.ts";
import { openDatabase } from "../../../src/main/database/open-database.ts";
import { withoutToken } from "../../../src/main/provisioning/tokens/test-token-lines.ts";
import type { SyncReport } from "../../../src/shared/sync.ts";
import { buildFleet, type FleetFile } from "../build-fleet.ts";
import { accepts, type GatewayFixture, tokenFileOf } from "../gateway-fixture.ts";
import { editFile, readFile } from "../read-back.ts";

const missionControl = "http://127.0.0.1:9/from-the-command-line";

/** The command line as a script uses it. Each test continues from the state that the one before has left. */
export function commandLineCases(fixture: () => GatewayFixture): void {
  let cli: TestCli;
  let fleet: FleetFile;
  beforeAll(async () => {
    const { gateway } = fixture();
    cli = createTestCli();
    fleet = buildFleet({ gateway, boards: 1, agents: 2 });
    expect((await cli.spawn(["import", cli.file("fleet.json", fleet)])).code).toBe(0);
  });
  afterAll(() => cli?.remove());
  const sync = (...flags: string[]) =>
    cli.spawnJson<SyncReport>(["sync", "--gateway", "Station", "--base-url", missionControl, ...flags]);

  it("ends with 130 when interrupted while the gateway takes the configuration, and with 0 when run again", async () => {
    const interrupted = await cli.spawnJson<SyncReport>(
      ["sync", "--gateway", "Station", "--base-url", missionControl, "--rotate-tokens"],
      { onStderr: interruptAt("configuration") },
    );
    expect(interrupted.code).toBe(130);
    expect(interrupted.json).toMatchObject({ agentsInScope: 2, agentsNotAttempted: 2, stats: { fileWrites: 0 } });

    const { code, json } = await sync("--rotate-tokens");

    expect({ code, errors: json.errors }).toEqual({ code: 0, errors: [] });
    expect(json).toMatchObject({ agentsInScope: 2, agentsUpdated: 2, mainUpdated: true });
    await expectTokensRight(fixture(), cli, fleet);
  });

  it("ends with 0 and writes nothing when there is nothing to do", async () => {
    const { code, json } = await sync();

    expect({ code, errors: json.errors }).toEqual({ code: 0, errors: [] });
    expect(json).toMatchObject({ agentsUnchanged: 2, stats: { fileWrites: 0, configWrites: 0 } });
  });

  it("ends with 1 and explains how to repair when a token is lost", async () => {
    const { raw } = fixture();
    const [lead] = fleet.agents;
    await raw((client) => editFile(client, keyOf(lead), tokenFileOf(fixture()), withoutToken));

    const { code, json, stderr } = await sync();

    expect(code).toBe(1);
    expect(json).toMatchObject({ agentsSkipped: 1, errors: [{ code: "token-unreadable", agentId: lead?.id }] });
    expect(stderr).not.toContain("AUTH_TOKEN=");
    expect((await sync("--rotate-tokens")).code).toBe(0);
    await expectTokensRight(fixture(), cli, fleet);
  });

  it("ends with 3 when the gateway refuses the token, and shows no token anywhere", async () => {
    const { gateway } = fixture();
    const gateways = fleet.gateways.map((row) => ({ ...row, token: "not-the-token" }));
    expect((await cli.spawn(["import", cli.file("wrong-token.json", { gateways })])).code).toBe(0);

    const { code, json } = await sync();

    expect(code).toBe(3);
    expect(json).toMatchObject({ agentsNotAttempted: 2, errors: [{ code: "gateway-auth" }] });
    expect(cli.transcript()).not.toContain("not-the-token");
    expect(cli.transcript()).not.toContain(gateway.token);
  });
}

/** Presses Ctrl-C when this text first appears in the progress. */
function interruptAt(word: string) {
  let pressed = false;
  return (stderr: string, kill: (signal: NodeJS.Signals) => void) => {
    if (pressed || !stderr.includes(word)) return;
    pressed = true;
    kill("SIGINT");
  };
}

function keyOf(row: FleetFile["agents"][number] | undefined): string {
  return String(row?.openclaw_session_id).split(":")[1] ?? "";
}

/** Checks that every agent's file on the gateway has Mission Control's address and a token that its stored hash accepts. */
async function expectTokensRight(fixture: GatewayFixture, cli: TestCli, fleet: FleetFile): Promise<void> {
  const database = openDatabase({ dataDir: cli.dataDir });
  const agents = listAgentsOfGateway(database, fleet.gateways[0]?.id ?? "");
  database.close();
  const hashes = new Map(agents.map(({ id, agentTokenHash }) => [id, agentTokenHash]));
  await fixture.raw(async (client) => {
    for (const row of fleet.agents) {
      const content = (await readFile(client, keyOf(row), tokenFileOf(fixture))) ?? "";
      expect(content).toContain(`BASE_URL=${missionControl}`);
      const token = /AUTH_TOKEN=([\w-]{43})\b/.exec(content)?.[1] ?? "";
      expect(accepts(hashes.get(row.id) ?? null, token), String(row.name)).toBe(true);
    }
  });
}
