import { describe, expect, test } from "vitest";
import { type ConfigAnswer, startAndConnect } from "./test-gateways.ts";

/** The real gateway's message for each value, or null if it accepts it; measured on both versions. */
const cases: [heartbeat: unknown, in328: string | null, in96?: string | null][] = [
  [{ every: "soon" }, "heartbeat.every: invalid duration (use ms, s, m, h)"],
  [{ every: "10 minutes" }, "heartbeat.every: invalid duration (use ms, s, m, h)"],
  [{ every: "1w" }, "heartbeat.every: invalid duration (use ms, s, m, h)"],
  [{ every: "-5m" }, "heartbeat.every: invalid duration (use ms, s, m, h)"],
  [{ every: "  " }, "heartbeat.every: invalid duration (use ms, s, m, h)"],
  [{ every: "1h 30m" }, "heartbeat.every: invalid duration (use ms, s, m, h)"],
  [{ every: 30 }, "heartbeat.every: Invalid input: expected string, received number"],
  [{ every: "99999999999999d" }, null, "heartbeat.every: invalid duration (use ms, s, m, h)"],
  [{ every: "" }, null],
  [{ every: "30" }, null],
  [{ every: "1h30m" }, null],
  [{ every: " 10M " }, null],
  [{ every: "1d" }, null],
  [{ every: "1h", activeHours: "8..20" }, "heartbeat.activeHours: Invalid input: expected object, received string"],
  [{ every: "1h", activeHours: [] }, "heartbeat.activeHours: Invalid input: expected object, received array"],
  [
    { every: "1h", activeHours: { start: 8 } },
    "heartbeat.activeHours.start: Invalid input: expected string, received number",
  ],
  [{ every: "1h", activeHours: { foo: 1 } }, 'heartbeat.activeHours: Unrecognized key: "foo"'],
  [
    { every: "1h", activeHours: { start: "8:00" } },
    'heartbeat.activeHours.start: invalid time (use "HH:MM" 24h format)',
  ],
  [
    { every: "1h", activeHours: { start: "24:00" } },
    "heartbeat.activeHours.start: invalid time (start cannot be 24:00)",
  ],
  [
    { every: "1h", activeHours: { end: "24:30" } },
    "heartbeat.activeHours.end: invalid time (24:00 is the only allowed 24:xx value)",
  ],
  [{ every: "1h", activeHours: { start: "20:00", end: "24:00", timezone: "Nowhere" } }, null],
  [{ activeHours: { start: "8" } }, null, 'heartbeat.activeHours.start: invalid time (use "HH:MM" 24h format)'],
  [{ target: 5 }, "heartbeat.target: Invalid input: expected string, received number"],
  [{ target: "" }, "heartbeat.target: heartbeat target must not be empty"],
  [{ target: "bogus" }, "heartbeat.target: unknown heartbeat target: bogus"],
  [{ target: "owner" }, "heartbeat.target: unknown heartbeat target: owner", null],
  [{ directPolicy: "deny" }, 'heartbeat.directPolicy: Invalid input (allowed: "allow", "block")'],
  [{ directPolicy: "block" }, null],
  [
    { timeoutSeconds: 0 },
    'heartbeat: Unrecognized key: "timeoutSeconds"',
    "heartbeat.timeoutSeconds: Too small: expected number to be >0 (must be greater than 0)",
  ],
  [
    { timeoutSeconds: 1.5 },
    'heartbeat: Unrecognized key: "timeoutSeconds"',
    "heartbeat.timeoutSeconds: Invalid input: expected int, received number",
  ],
  [
    { ackMaxChars: -1 },
    "heartbeat.ackMaxChars: Too small: expected number to be >=0",
    'heartbeat: Unrecognized key: "ackMaxChars"',
  ],
  [
    { lightContext: "yes" },
    "heartbeat.lightContext: Invalid input: expected boolean, received string (allowed: true, false)",
  ],
  [
    { every: "soon", foo: 1, activeHours: 3 },
    'heartbeat.activeHours: Invalid input: expected object, received number; AGENT.heartbeat: Unrecognized key: "foo"',
  ],
  [
    { interval_seconds: 30, missing_tolerance: 3 },
    'heartbeat: Unrecognized keys: "interval_seconds", "missing_tolerance"',
  ],
  [[], "heartbeat: Invalid input: expected object, received array"],
];

describe.each([
  ["2026.3.28", "agents.list.0", 1],
  ["2026.9.6", "agents.entries.mc-a", 2],
] as const)("an agent's heartbeat on %s", (version, place, column) => {
  test("is refused for the same values as on the real one, with its messages", async () => {
    const { call, failure } = await startAndConnect({ version, rateLimits: false, restartMs: 50 });
    const isClassic = version === "2026.3.28";
    for (const [heartbeat, classic, current = classic] of cases) {
      const refusal = column === 1 ? classic : current;
      if (refusal === null) continue;
      const { hash } = await call<ConfigAnswer>("config.get");
      const agents = isClassic
        ? { list: [{ id: "mc-a", heartbeat }] }
        : { ownership: "explicit", entries: { "mc-a": { heartbeat } } };
      const error = await failure("config.patch", { raw: JSON.stringify({ agents }), baseHash: hash });
      expect(error.message).toBe(`invalid config: ${place}.${refusal.replaceAll("AGENT", place)}`);
    }
  });

  test("is accepted with every other value", async () => {
    const taken = cases.filter(([, classic, current = classic]) => (column === 1 ? classic : current) === null);
    const { gateway, call } = await startAndConnect({ version, rateLimits: false, restartMs: 50 });
    const { hash } = await call<ConfigAnswer>("config.get");
    const entries = taken.map(([heartbeat], index) => ({ id: `a${index}`, heartbeat }));
    const agents =
      version === "2026.3.28"
        ? { list: entries }
        : { ownership: "explicit", entries: Object.fromEntries(entries.map(({ id, ...entry }) => [id, entry])) };
    await call("config.patch", { raw: JSON.stringify({ agents }), baseHash: hash });
    expect(gateway.configWrites).toBe(1);
  });
});

test.each([
  ["a b", 'agents.entries["a b"]'],
  ["-x", 'agents.entries["-x"]'],
  ["a.b", 'agents.entries["a.b"]'],
  ["x".repeat(65), `agents.entries.${"x".repeat(65)}`],
])("an agent's id with other characters is refused: %s", async (id, place) => {
  const { call, failure } = await startAndConnect();
  const { hash } = await call<ConfigAnswer>("config.get");
  const raw = JSON.stringify({ agents: { ownership: "explicit", entries: { [id]: {} } } });
  const error = await failure("config.patch", { raw, baseHash: hash });
  expect(error.message).toBe(`invalid config: ${place}: Invalid key in record`);
  expect(error.details).toEqual({ issues: [{ path: `agents.entries.${id}`, message: "Invalid key in record" }] });
});
