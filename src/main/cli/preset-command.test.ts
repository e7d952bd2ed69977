import { afterAll, beforeAll, expect, it } from "vitest";
import type { Plan } from "../../shared/plan.ts";
import type { SyncPreset } from "../../shared/sync-presets.ts";
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
const presets = async () => (await cli.jsonHere<{ presets: SyncPreset[] }>(["preset", "list"])).json.presets;
const optionsOf = async (...flags: string[]) =>
  (await cli.jsonHere<{ plan: Plan }>(["plan", "save", cli.file("plan.json", {}), ...gateway, ...flags])).json.plan
    .options;

it("a preset is saved, used for a sync and a plan, renamed and deleted", async () => {
  expect((await cli.runHere(["preset", "list"])).stdout).toContain("There is no preset.");
  const saved = await cli.runHere(["preset", "save", "Nightly", "--rotate-tokens", "--no-include-main"]);
  expect([saved.code, saved.stdout]).toEqual([
    0,
    expect.stringContaining('Saved "Nightly": Without the main agent, Repair tokens.'),
  ]);
  expect(await presets()).toEqual([{ name: "Nightly", options: ["includeMain", "rotateTokens"] }]);
  expect(await optionsOf("--preset", "Nightly", "--verify")).toMatchObject({
    includeMain: false,
    rotateTokens: true,
    verify: true,
    overwrite: false,
  });
  const synced = await cli.runHere(["sync", ...gateway, "--preset", "Nightly"]);
  expect([synced.code, synced.stdout]).toEqual([0, expect.stringContaining('Preset "Nightly": Without the main')]);
  await cli.runHere(["preset", "save", "Nightly", "--verify"]);
  expect(await presets()).toEqual([{ name: "Nightly", options: ["verify"] }]);
  await cli.runHere(["preset", "save", "Leads", "--lead-only"]);
  const taken = await cli.runHere(["preset", "rename", "Nightly", "Leads"]);
  expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining('a preset "Leads" already')]);
  expect((await cli.runHere(["preset", "rename", "Nightly", "Weekly"])).code).toBe(0);
  expect((await presets()).map(({ name }) => name)).toEqual(["Leads", "Weekly"]);
  expect((await cli.runHere(["preset", "delete", "Weekly"])).code).toBe(0);
  const gone = await cli.runHere(["sync", ...gateway, "--preset", "Weekly"]);
  expect([gone.code, gone.stderr]).toEqual([2, expect.stringContaining("preset list")]);
});

it("a preset has no option that cannot be undone, and no consent", async () => {
  for (const flag of ["--overwrite", "--rekey-all", "--reset-sessions", "--adopt", "--accept-templates", "--dry-run"]) {
    expect((await cli.runHere(["preset", "save", "Danger", flag])).code, flag).toBe(2);
  }
  expect((await presets()).map(({ name }) => name)).not.toContain("Danger");
});
