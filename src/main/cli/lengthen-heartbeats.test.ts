import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
beforeAll(async () => {
  fixture = await openCliFixture();
});
afterAll(() => fixture.close());

type Agents = { agents: { name: string; heartbeatConfig: { every?: string } | null }[] };

test("gateway lengthen-heartbeats changes only agents that wake more often, and the next sync writes it", async () => {
  const cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
  const lengthen = (every: string) =>
    cli.jsonHere<{ agents: string[] }>(["gateway", "lengthen-heartbeats", "Practice gateway", "--every", every]);
  const first = await lengthen("45m");
  expect(first.code).toBe(0);
  expect(first.json.agents.length).toBeGreaterThan(0);
  const { json } = await cli.jsonHere<Agents>(["list", "agents"]);
  expect(json.agents.filter(({ heartbeatConfig }) => heartbeatConfig?.every === "45m")).toHaveLength(
    first.json.agents.length,
  );
  expect((await lengthen("30m")).json.agents).toEqual([]);
  for (const wrong of ["soon", "0m", "30s", "8d"]) expect((await lengthen(wrong)).code).toBe(2);
  const tooLong = await cli.runHere(["gateway", "lengthen-heartbeats", "Practice gateway", "--every", "8d"]);
  expect(tooLong.stderr).toContain("11520 minutes is not an interval");
  expect(tooLong.stderr).toContain("at most `7d`");
  await cli.runHere(["sync", "--gateway", "Practice gateway"]);
  expect(JSON.stringify(fixture.gateway.config())).toContain('"every":"45m"');
});
