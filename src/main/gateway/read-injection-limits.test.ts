import { expect, test } from "vitest";
import type { JsonObject } from "../../shared/records.ts";
import { classic } from "./classic.ts";
import { current } from "./current.ts";
import { injectionLimits } from "./read-injection-limits.ts";

const facts = { dialect: current, knowsAutoHost: true, listsWorkspaces: true, hasHeartbeatJobs: true, config: {} };
const limitsIn = (config: JsonObject) => injectionLimits({ ...facts, config });

test.each([
  ["2026.3.28", { knowsAutoHost: false, listsWorkspaces: false, hasHeartbeatJobs: false }, [20_000, 150_000, 20_000]],
  ["2026.5.12", { listsWorkspaces: false, hasHeartbeatJobs: false }, [12_000, 60_000, 12_000]],
  ["2026.7.35", { hasHeartbeatJobs: false }, [20_000, 60_000, 20_000]],
  ["2026.9.6", {}, [20_000, 60_000, 4_000]],
])("a %s without settings has the limits of its version", (version, known, expected) => {
  const dialect = version < "2026.7" ? classic : current;
  const { perFile, total, user } = injectionLimits({ ...facts, dialect, ...known })("a");
  expect([perFile, total, user]).toEqual(expected);
});

test("an agent's own settings count before those for all", () => {
  const limitsOf = limitsIn({
    agents: {
      defaults: { bootstrapMaxChars: 3_000, bootstrapTotalMaxChars: 90_000 },
      entries: { own: { bootstrapTotalMaxChars: 10_000 }, other: {} },
    },
  });
  expect(limitsOf("own")).toEqual({ perFile: 3_000, total: 10_000, user: 3_000 });
  expect(limitsOf("other")).toEqual({ perFile: 3_000, total: 90_000, user: 3_000 });
});
