import { expect, test } from "vitest";
import { knownStatus } from "./known-status.ts";

const nowMs = Date.parse("2026-11-28T12:00:00Z");
const recent = "2026-11-28T11:59:00.000000Z";
const long = "2026-11-28T11:00:00.000000Z";

test.each([
  // Without Mission Control's database, what a record says of check-ins is from an import, or from nowhere.
  ["online", null, false, "provisioned"],
  ["online", recent, false, "provisioned"],
  ["offline", long, false, "provisioned"],
  ["updating", null, false, "provisioned"],
  ["provisioning", null, false, "new"],
  ["provisioning", null, true, "new"],
  ["provisioning", recent, true, "provisioning"],
  ["updating", recent, true, "updating"],
  ["online", null, true, "provisioned"],
  ["online", recent, true, "online"],
  ["online", long, true, "offline"],
  ["deleting", null, true, "deleting"],
])("%s, seen %s, with a source %s: %s", (status, lastSeenAt, hasSource, expected) => {
  expect(knownStatus({ status, lastSeenAt }, hasSource, nowMs)).toBe(expected);
});
