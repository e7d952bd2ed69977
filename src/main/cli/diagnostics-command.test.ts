import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { TestCli } from "./test-cli.ts";
import { openCliWithFleet } from "./test-cli-with-fleet.ts";

let cli: TestCli;
beforeEach(async () => {
  cli = await openCliWithFleet();
});
afterEach(() => cli.remove());

it("prints what a report needs, without names, addresses and tokens, also where the data key is missing", async () => {
  expect((await cli.runHere(["sync", "--gateway", "Practice gateway", "--give-up-after", "1"])).code).not.toBe(0);
  rmSync(join(cli.dataDir, "data.key"));
  const { code, json } = await cli.jsonHere<Record<string, unknown>>(["diagnostics"]);
  expect(code).toBe(0);
  expect(json).toMatchObject({
    flightDeck: { host: "command line" },
    counts: { gateways: 1, boards: 3, agents: 13 },
    dataFolder: { keyPlace: "file" },
    runs: [{ gateway: 1, errors: [{ code: "gateway-unreachable" }] }],
  });
  const { stdout } = await cli.runHere(["diagnostics"]);
  expect(JSON.parse(stdout)).toMatchObject({ counts: { agents: 13 } });
  for (const leaked of ["127.0.0.1", "Customer Support", "must-not-show", cli.dataDir])
    expect(stdout).not.toContain(leaked);
});
