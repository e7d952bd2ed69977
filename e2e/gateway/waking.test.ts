import { afterAll, beforeAll, describe } from "vitest";
import { allowlistCases } from "./cases/allowlist.ts";
import { wakeCases } from "./cases/wake.ts";
import { wakeMessageCases } from "./cases/wake-messages.ts";
import { openWakeFixture, type WakeFixture } from "./wake-fixture.ts";

/** Includes an install of OpenClaw from npm if needed. */
const openTimeoutMs = 15 * 60_000;
const caseTimeoutMs = 6 * 60_000;

// Tests that a provisioned fleet works: heartbeat, prompt, tool call and check-in on real gateways, with a stub model.
describe.each([
  { version: "2026.9.6", sessionsKeepFiles: false, hasExecModes: true },
  { version: "2026.3.28", sessionsKeepFiles: true, hasExecModes: false },
])("a fleet with Mission Control's heartbeats on OpenClaw $version", { timeout: caseTimeoutMs }, (facts) => {
  let opened: WakeFixture | undefined;
  beforeAll(async () => {
    opened = await openWakeFixture(facts.version);
  }, openTimeoutMs);
  afterAll(() => opened?.close(), caseTimeoutMs);
  const fixture = (): WakeFixture => {
    if (!opened) throw new Error("the gateway did not start");
    return opened;
  };

  wakeCases(fixture, facts);
  wakeMessageCases(fixture);
  if (facts.hasExecModes) allowlistCases(fixture);
});
