import { afterAll, beforeAll, expect, it } from "vitest";
import { practiceIds } from "../../practice-gateway/practice-fleet.ts";
import type { AttentionList, ShownAttention } from "../../shared/attention.ts";
import { saveAttentionDismissal } from "../database/attention-dismissals.ts";
import { openFolderDatabase } from "../open-folder-database.ts";
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

type Listed = Pick<AttentionList, "watch"> & { items: (ShownAttention & { title: string })[] };
const list = async (...words: string[]) => {
  const { code, json } = await cli.jsonHere<Listed>(["attention", ...words]);
  return { code, titles: json.items.map(({ title }) => title), json };
};

it("lists what is not known with the command that helps, and exits with 10", async () => {
  const { code, stdout } = await cli.runHere(["attention"]);
  expect(code).toBe(10);
  expect(stdout).toMatch(/^\? The state of \d+ agents on Practice gateway is not known: /m);
  expect(stdout).toContain("sync --gateway 'Practice gateway' --dry-run");
  expect(stdout).toContain("Background checks are off for Practice gateway");
  expect(stdout).toContain("1 paused board left out.");
});

it("exits with 0 once nothing is known to need attention, but still says what it does not know", async () => {
  await cli.runHere(["sync", "--gateway", practiceIds.gatewayId, "--rotate-tokens"]);
  const { code, stdout } = await cli.runHere(["attention"]);
  expect([code, stdout]).toEqual([0, expect.stringContaining("Nothing is known to need attention.")]);
  expect(stdout).toContain("Whether Practice gateway can be reached is not known.");
});

it("leaves out what was dismissed, unless it is asked for", async () => {
  fixture.gateway.writeFile(`mc-${practiceIds.driftedAgentId}`, "SOUL.md", "Edited.");
  await cli.runHere(["sync", "--gateway", practiceIds.gatewayId, "--dry-run"]);
  const { code, titles, json } = await list();
  expect([code, titles]).toEqual([10, ["1 agent on Practice gateway is out of sync"]]);
  const [item] = json.items;
  const database = openFolderDatabase(cli.dataDir);
  saveAttentionDismissal(database, item?.key ?? "", item?.fingerprint ?? "");
  database.close();
  expect(await list()).toMatchObject({ code: 0, titles: [] });
  expect(await list("--dismissed")).toMatchObject({ code: 0, titles });
  expect((await cli.runHere(["attention"])).stdout).toContain("1 dismissed item left out");
});
