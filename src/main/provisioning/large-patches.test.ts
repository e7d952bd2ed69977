import { expect, test } from "vitest";
import type { SyncReport } from "../../shared/sync.ts";
import { fixture, open } from "./test-open-fixture.ts";

/* What a change of a large roster costs the gateway, and the restart that it may want afterwards. */

const notesOfGateway = ({ notes }: SyncReport) => (notes ?? []).filter((note) => note.startsWith("Gateway "));

test.each([
  ["2026.9.6", ['Gateway "Test gateway" needs about 71 s to take in 200 new agents, and up to three times as long']],
  ["2026.3.28", []],
])("the expected time of a large patch is in the plan on %s", async (version, expected) => {
  await open({ gateway: { version }, agents: 199 });
  const notes = notesOfGateway((await fixture.sync({ dryRun: true })).report);
  expect(notes).toEqual(expected.map((text) => expect.stringContaining(text)));
});

test("a small patch needs no word", async () => {
  await open();
  expect(notesOfGateway((await fixture.sync({ dryRun: true })).report)).toEqual([]);
});

test("a restart that the gateway puts off is noted, in later runs too", { timeout: 60_000 }, async () => {
  const { sync, gateway } = await open({ boards: 1, agents: 1 });
  gateway.inject({ kind: "restart-required", method: "config.patch", isPutOff: true });
  const { status, report } = await sync({ rotateTokens: true });
  expect([status, report.errors, gateway.configWrites]).toEqual(["succeeded", [], 1]);
  expect(notesOfGateway(report)).toEqual([
    expect.stringMatching(/^Gateway "Test gateway" wants to restart for its configuration/),
  ]);
  for (const options of [{}, { dryRun: true }]) {
    const later = await sync(options);
    expect(notesOfGateway(later.report)).toEqual([expect.stringMatching(/^Gateway "Test gateway" wants to restart/)]);
  }
  await gateway.restart();
  expect(notesOfGateway((await sync()).report)).toEqual([]);
});
