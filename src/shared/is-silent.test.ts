import { expect, test } from "vitest";
import { isSilent } from "./is-silent.ts";

const now = Date.parse("2026-11-28T12:00:00Z");

test.each([
  ["2026-11-28T11:59:00Z", false],
  ["2026-11-28T11:50:00Z", false],
  ["2026-11-28T11:49:59Z", true],
  // The server's clock may be ahead of ours.
  ["2026-11-28T12:00:30Z", false],
])("an agent last seen at %s is silent: %s", (at, expected) => {
  expect(isSilent(Date.parse(at), now)).toBe(expected);
});
