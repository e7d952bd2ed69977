import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { practiceIds } from "../../practice-gateway/practice-fleet.ts";
import type { LightenReport } from "../../shared/lighten.ts";
import { heavyHash } from "../provisioning/tokens/test-heavy-hash.ts";
import { withToken } from "../provisioning/tokens/test-token-lines.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
let cli: TestCli;
beforeAll(async () => {
  fixture = await openCliFixture();
  cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
});
afterAll(() => fixture.close());

const gateway = ["--gateway", "Practice gateway"];
const lighten = ["token", "lighten", ...gateway];

type Counts = { gateways: { agents: number; none: number; light: number; heavy: number; other: number }[] };

async function counts() {
  const { code, json } = await cli.jsonHere<Counts>(["token", "hashes", ...gateway]);
  expect(code).toBe(0);
  const { agents, none, light, heavy, other } = json.gateways[0] ?? {};
  return { agents, none, light, heavy, other };
}

/** Gives agents the hash that Mission Control would have stored for the token in their files. */
function storeHeavyHashes(names: string[]): void {
  const database = new DatabaseSync(join(cli.dataDir, "flight-deck.db"));
  for (const name of names) {
    const agent = database.prepare("SELECT openclaw_session_id AS key FROM agents WHERE name = ?").get(name);
    const text = fixture.gateway.readFile(String(agent?.key).split(":")[1] ?? "", "AGENTS.md") ?? "";
    const token = /AUTH_TOKEN=([\w-]+)/.exec(text)?.[1] ?? "";
    database.prepare("UPDATE agents SET agent_token_hash = ? WHERE name = ?").run(heavyHash(token), name);
  }
  database.close();
}

it("counts hashes, plans with exit 10, replaces with exit 0, and then finds nothing to do", async () => {
  // One agent of the sample fleet has a hash of Mission Control's, and a file with a different token.
  expect(await counts()).toEqual({ agents: 13, none: 12, light: 0, heavy: 1, other: 0 });
  const mismatched = await cli.jsonHere<LightenReport>([...lighten, "--dry-run"]);
  expect([mismatched.code, mismatched.json.agents]).toMatchObject([
    1,
    [{ agentId: practiceIds.driftedAgentId, outcome: "left", reason: "mismatch" }],
  ]);

  await cli.runHere(["sync", ...gateway, "--rotate-tokens"]);
  expect(await counts()).toMatchObject({ light: 10, heavy: 0 });
  const nothing = await cli.runHere(lighten);
  expect([nothing.code, nothing.stdout]).toEqual([0, 'There is nothing to lighten on gateway "Practice gateway".\n']);

  storeHeavyHashes(["Otto", "Hazel"]);
  expect(await counts()).toMatchObject({ light: 8, heavy: 2 });
  const planned = await cli.runHere([...lighten, "--dry-run"]);
  expect(planned.code).toBe(10);
  expect(planned.stdout).toContain('2 of 2 heavy hashes on gateway "Practice gateway" would be replaced.');
  expect(planned.stdout).toMatch(/Otto +200,000 +would be replaced/);
  expect(planned.stdout).toContain("token lighten --gateway 'Practice gateway'");
  expect(await counts()).toMatchObject({ heavy: 2 });

  const one = await cli.jsonHere<LightenReport>([...lighten, "--agent", "otto"]);
  expect([one.code, one.json.agents]).toMatchObject([0, [{ agentName: "Otto", outcome: "lightened" }]]);
  const rest = await cli.runHere(lighten);
  expect([rest.code, rest.stdout]).toEqual([0, expect.stringMatching(/^1 of 1 heavy hash .* was replaced\./)]);
  expect(await counts()).toMatchObject({ light: 10, heavy: 0 });
  expect((await cli.runHere(["sync", ...gateway, "--dry-run"])).code).toBe(0);
  expect(fixture.transcript()).not.toMatch(/pbkdf2_sha256\$/);
});

it("with hashes that stay: exit 1, and what to do about them", async () => {
  storeHeavyHashes(["Otto", "Hazel"]);
  const key = practiceIds.driftedAgentId;
  const text = fixture.gateway.readFile(`mc-${key}`, "AGENTS.md") ?? "";
  fixture.gateway.writeFile(`mc-${key}`, "AGENTS.md", withToken(text, "x".repeat(43)));
  const { code, stdout } = await cli.runHere(lighten);
  expect(code).toBe(1);
  expect(stdout).toMatch(/Hazel +200,000 +left: the token in its file does not match the hash/);
  expect(stdout).toMatch(/Otto +200,000 +replaced/);
  expect(stdout).toContain("sync --rotate-tokens");
});

it("an agent that does not exist: exit 2; a gateway that is away: exit 3, and nothing changes", async () => {
  expect((await cli.runHere([...lighten, "--agent", "Unknown"])).code).toBe(2);
  const away = fixture.newCli();
  await fixture.importInto(away, fixture.fleetWith({ url: "ws://127.0.0.1:9" }));
  expect((await away.runHere([...lighten, "--give-up-after", "0"])).code).toBe(3);
});
