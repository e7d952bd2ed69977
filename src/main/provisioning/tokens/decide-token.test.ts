import { describe, expect, test } from "vitest";
import { decideToken, neverHadToken } from "./decide-token.ts";

describe("deciding", () => {
  const keep = { repairTokens: false, rekeyAll: false, isNew: false };
  const repair = { ...keep, repairTokens: true };
  const current = { token: "t", matchesCurrent: true, matchesPending: false };
  const pending = { token: "t", matchesCurrent: false, matchesPending: true };
  const stray = { token: "t", matchesCurrent: false, matchesPending: false };
  const none = { token: null, matchesCurrent: false, matchesPending: false };

  test("keeps what is right even when asked to rotate", () => {
    expect(decideToken(current, repair)).toEqual({ kind: "keep", token: "t" });
  });
  test("adopts what an interrupted re-key left", () => {
    expect(decideToken(pending, keep)).toEqual({ kind: "adopt", token: "t" });
  });
  test("mints only where none can be read or it does not match", () => {
    expect(decideToken(none, repair)).toEqual({ kind: "mint", reason: "unreadable" });
    expect(decideToken(stray, repair)).toEqual({ kind: "mint", reason: "mismatch" });
    expect(decideToken(none, keep)).toEqual({ kind: "skip" });
    expect(decideToken(stray, keep)).toEqual({ kind: "keep-mismatched", token: "t", manager: null });
  });
  test("mints without being asked only for an agent that never had a token", () => {
    expect(decideToken(none, { ...keep, isNew: true })).toEqual({ kind: "mint", reason: "new" });
    expect(decideToken({ ...none, isUnclear: true }, { ...keep, isNew: true })).toEqual({ kind: "skip" });
    expect(decideToken(stray, { ...keep, isNew: true })).toEqual({
      kind: "keep-mismatched",
      token: "t",
      manager: null,
    });
    const never = { currentHash: null, pendingHash: null, isBare: true, isSeeded: false };
    expect(neverHadToken(never)).toBe(true);
    expect(neverHadToken({ ...never, isBare: false, pendingHash: "cut off" })).toBe(true);
    expect(neverHadToken({ ...never, isBare: false })).toBe(false);
    expect(neverHadToken({ ...never, isBare: false, isSeeded: true })).toBe(true);
    expect(neverHadToken({ ...never, currentHash: "had one" })).toBe(false);
  });
  test("re-keys all only when asked for in so many words", () => {
    expect(decideToken(current, { ...keep, rekeyAll: true })).toEqual({ kind: "mint", reason: "rekey" });
  });
});
