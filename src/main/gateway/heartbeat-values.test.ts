import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { configIssues, configShape } from "../../practice-gateway/config-shape.ts";
import { profileOf } from "../../practice-gateway/profiles.ts";
import { checkHeartbeat } from "../../shared/heartbeat-values.ts";
import type { JsonObject } from "../../shared/records.ts";
import { checkRosterAgent } from "../../shared/roster-values.ts";
import { classic } from "./classic.ts";
import { current } from "./current.ts";

const durations = ["10m", "1h30m", "1d", " 5M ", "30", "", "soon", "10 minutes", "1w", "-5m", "1h 30m", "  "];
const times = ["08:00", "24:00", "8:00", "25:00", "", "noon"];
const oddValue = fc.oneof(fc.boolean(), fc.integer(), fc.double(), fc.string(), fc.constant(null), fc.constant([]));
const hours = fc.record(
  { start: fc.constantFrom(...times), end: fc.constantFrom(...times), timezone: fc.string(), days: fc.string() },
  { requiredKeys: [] },
);
const heartbeats = fc.record(
  {
    every: fc.oneof(fc.constantFrom(...durations), oddValue),
    activeHours: fc.oneof(hours, oddValue),
    session: oddValue,
    includeReasoning: oddValue,
    directPolicy: fc.oneof(fc.constantFrom("allow", "block", "deny"), oddValue),
    ackMaxChars: oddValue,
    timeoutSeconds: oddValue,
    lightContext: oddValue,
    interval_seconds: oddValue,
  },
  { requiredKeys: [] },
);

describe.each([
  ["2026.2.9", classic],
  ["2026.3.28", classic],
  ["2026.9.6", current],
] as const)("what is written of a heartbeat to %s", (version, dialect) => {
  test("is accepted there, or was told to be wrong", () => {
    const shape = configShape(profileOf(version));
    fc.assert(
      fc.property(heartbeats, (heartbeat) => {
        const { accepted, problem } = checkHeartbeat(heartbeat as JsonObject, dialect.heartbeatKeys);
        // The earliest gateways do not know durations of several parts, and refuse them themselves.
        if (problem || (version === "2026.2.9" && accepted.every === "1h30m")) return;
        const entry = { heartbeat: accepted };
        const agents = dialect.name === "classic" ? { list: [{ id: "a", ...entry }] } : { entries: { a: entry } };
        expect(configIssues({ agents }, shape)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});

test.each([
  [{ every: "10m", includeReasoning: false }, []],
  [{ every: "10m", includeReasoning: true, ackMaxChars: 0 }, ["includeReasoning", "ackMaxChars"]],
  [{ prompt: null, days: null }, []],
  [{ activeHours: { start: "08:00", days: "Mon", end: null } }, ["activeHours.days"]],
])("what a current gateway does not know is told, unless nothing is lost: %j", (heartbeat, unknown) => {
  expect(checkHeartbeat(heartbeat as JsonObject, current.heartbeatKeys)).toMatchObject({ unknown, problem: null });
});

test.each([
  [{}, null],
  [{ id: "x".repeat(64) }, null],
  [{ id: "x".repeat(65) }, "session key"],
  [{ id: "" }, "session key"],
  [{ id: "a b" }, "session key"],
  [{ id: "-a" }, "session key"],
  [{ id: "_a" }, null],
  [{ id: "constructor" }, "session key"],
  [{ workspace: " " }, "workspace"],
  [{ workspace: "/w/a\nb" }, "workspace"],
  [{ workspace: `/w/${"ä".repeat(128)}` }, "workspace"],
  [{ workspace: "C:\\agents\\a" }, null],
  [{ name: "\u0000".repeat(1_000) }, null],
  [{ heartbeat: { timeoutSeconds: 0 } }, "heartbeat.timeoutSeconds"],
])("an agent is checked as gateways were seen to: %j", (change, field) => {
  const agent = { id: "mc-a", name: "A", workspace: "/w/a", heartbeat: {}, ...change };
  expect(checkRosterAgent(agent, current.heartbeatKeys).problem?.field ?? null).toBe(field);
});
