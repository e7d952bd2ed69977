import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { practiceIds } from "../../practice-gateway/practice-fleet.ts";
import { copyTemplates } from "../templates/test-template-folder.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
let cli: TestCli;
afterEach(() => fixture.close());

async function start(version: string) {
  fixture = await openCliFixture({ version });
  cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  const folder = copyTemplates(join(cli.dataDir, "../own"));
  await run("gateway", "edit", "Practice gateway", "--templates", folder);
  // Afterwards: a folder with missing names is not taken.
  const added = {
    "BOARD_SOUL.md.j2": "\nChannel: {{ team_channel }}. House rule: {{ house_rule | upper }}.\n",
    "BOARD_IDENTITY.md.j2": "\nOn call: {% if on_call != '' %}{{ on_call }}{% endif %}.\n",
  };
  for (const [template, text] of Object.entries(added)) appendFileSync(join(folder, template), text);
}

async function run(...words: string[]) {
  const result = await cli.runHere(words);
  if (result.code !== 0) throw new Error(result.stderr);
  return result;
}

type Report = {
  agents: { outcome: string }[];
  errors: { message: string }[];
  error?: { message: string; hint: string };
};
const sync = () => cli.jsonHere<Report>(["sync", "--gateway", "Practice gateway"]);
const soulOf = (agentId: string) => fixture.gateway.readFile(agentId, "SOUL.md") ?? "";
const [hazel, main, mika] = [agentKey(3), `mc-gateway-${practiceIds.gatewayId}`, agentKey(7)];

function agentKey(number: number): string {
  return `mc-5eed0000-0000-4000-8006-${String(number).padStart(12, "0")}`;
}

function synced(): number {
  const database = new DatabaseSync(join(cli.dataDir, "flight-deck.db"));
  try {
    return database.prepare("SELECT agent_id FROM agent_sync_states WHERE state = 'synced'").all().length;
  } finally {
    database.close();
  }
}

describe.each(["2026.3.28", "2026.9.6"])("template variables (OpenClaw %s)", (version) => {
  beforeEach(() => start(version));

  it("are all named when they are missing, with where to set them; the nearest one is written", async () => {
    const missing = await sync();
    expect(missing.code).toBe(1);
    const [error] = missing.json.errors;
    for (const name of ["team_channel", "house_rule", "on_call"]) expect(error?.message).toContain(`"${name}"`);
    expect(JSON.stringify(missing.json)).toContain("variables set NAME VALUE");

    await run("variables", "set", "team_channel", "#all", "--organization", "Harbour Bikes");
    await run("variables", "set", "house_rule", "be kind", "--organization", "Harbour Bikes");
    await run("variables", "set", "on_call", "Ada", "--gateway", "Practice gateway");
    await run("variables", "set", "team_channel", "#gateway", "--gateway", "Practice gateway");
    await run("variables", "set", "team_channel", "#support", "--board", "Customer support");
    const filled = await cli.jsonHere<Report>(["sync", "--gateway", "Practice gateway", "--rotate-tokens"]);
    expect(filled.code).toBe(0);
    expect(soulOf(hazel)).toContain("Channel: #support. House rule: BE KIND.");
    expect(soulOf(mika)).toContain("Channel: #gateway.");
    expect(soulOf(main)).toContain("Channel: #gateway.");

    const before = synced();
    await run("variables", "set", "team_channel", "#help", "--board", "Customer support");
    expect(synced()).toBeLessThan(before);
    expect(synced()).toBeGreaterThan(0);
    expect((await sync()).code).toBe(0);
    expect(soulOf(hazel)).toContain("Channel: #help.");
    await run("variables", "unset", "team_channel", "--board", "Customer support");
    expect((await sync()).code).toBe(0);
    expect(soulOf(hazel)).toContain("Channel: #gateway.");
  });
});

describe("variables of the command line", () => {
  beforeEach(() => start("2026.9.6"));

  it.each([
    ["set", "agent_name", "x", "--gateway", "Practice gateway"],
    ["set", "board_name", "x", "--organization", "Harbour Bikes"],
    ["set", "two words", "x", "--gateway", "Practice gateway"],
    ["set", "range", "x", "--gateway", "Practice gateway"],
    ["set", "key", "kD3xV9mQ0bZt7LrYw2Ns5UaHc8JfGe1PiOvTzKqXlMA", "--gateway", "Practice gateway"],
    ["set", "key", "AUTH_TOKEN=abcdefghijkl", "--gateway", "Practice gateway"],
    ["set", "key", "AGENT-TOKEN-AGENT-TOKEN-AGENT-TOKEN-AGENT-T", "--gateway", "Practice gateway"],
    ["set", "team", "x"],
    ["set", "team", "x", "--gateway", "Practice gateway", "--board", "Customer support"],
    ["unset", "team", "--gateway", "Practice gateway"],
  ])("refuse %s %s %s %s", async (...words) => {
    expect((await cli.runHere(["variables", ...words])).code).toBe(2);
    expect((await cli.jsonHere<object>(["variables", "list"])).json).toEqual({ variables: [] });
  });

  it("are listed with where they come from, as JSON too", async () => {
    await run("variables", "set", "team", "North\nSouth", "--gateway", "Practice gateway");
    await run("variables", "set", "shift", "", "--board", "Customer support");
    const listed = await cli.jsonHere<object>(["variables", "list", "--board", "Customer support"]);
    expect(listed.json).toMatchObject({
      variables: [
        { name: "shift", value: "", from: "board" },
        { name: "team", value: "North\nSouth", from: "gateway", fromName: "Practice gateway" },
      ],
    });
    expect((await run("variables", "list")).stdout).toContain("gateway Practice gateway");
  });

  it("take 20,000 characters and no more", async () => {
    const set = (chars: number) =>
      cli.runHere(["variables", "set", "team", "long ".repeat(chars / 5), "--gateway", "Practice gateway"]);
    expect((await set(20_000)).code).toBe(0);
    const refused = await set(20_005);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('The value of "team" has 20,005 characters; a variable takes at most 20,000.');
  });

  it("that are not there leave the sync states alone", async () => {
    for (const name of ["team_channel", "house_rule", "on_call"]) {
      await run("variables", "set", name, "x", "--gateway", "Practice gateway");
    }
    await sync();
    const before = synced();
    expect(before).toBeGreaterThan(0);
    expect((await cli.runHere(["variables", "unset", "typo", "--gateway", "Practice gateway"])).code).toBe(2);
    expect(synced()).toBe(before);
  });
});
