import { describe, expect, test } from "vitest";
import type { FileOwner } from "../templates/file-sets.ts";
import { sha256Hex, tokenPlaceholder } from "./mask-token.ts";
import { missingFile, type ObservedFile } from "./observed-agent.ts";
import { type FilePlanInput, planFiles } from "./plan-files.ts";

function seen(name: string, maskedContent: string): ObservedFile {
  const hash = sha256Hex(maskedContent);
  return { ...missingFile(name), exists: true, sha256: hash, maskedSha256: hash, maskedContent, guarded: true };
}

function planOne(
  owner: FileOwner,
  theirs: string | null,
  over: Partial<FilePlanInput> & { written?: string; ours?: string } = {},
) {
  const { written, ours = "ours", ...rest } = over;
  const [step] = planFiles({
    desired: [{ name: "F.md", maskedContent: ours, owner }],
    observed: new Map(theirs === null ? [] : [["F.md", seen("F.md", theirs)]]),
    unavailable: new Set(),
    remembered: new Map(written === undefined ? [] : [["F.md", { writtenMaskedSha256: sha256Hex(written) }]]),
    isNew: false,
    tokenChanges: false,
    overwrite: false,
    forceBootstrap: false,
    keepTheirs: false,
    ...rest,
  });
  return { action: step?.action, isDrift: step?.isDrift };
}

describe("a managed file", () => {
  test("is created when missing and left alone when right", () => {
    expect(planOne("managed", null).action).toBe("create");
    expect(planOne("managed", "ours", { written: "ours" })).toEqual({ action: "unchanged", isDrift: false });
  });

  test("that the template changed is no drift; that somebody edited it is", () => {
    expect(planOne("managed", "old", { written: "old" })).toEqual({ action: "change", isDrift: false });
    expect(planOne("managed", "edited", { written: "ours" })).toEqual({ action: "change", isDrift: true });
  });

  test("that we never wrote is no drift", () => {
    expect(planOne("managed", "somebody's")).toEqual({ action: "change", isDrift: false });
  });

  test("with the token is written again when the token changes, others are not", () => {
    const withToken = `AUTH_TOKEN=${tokenPlaceholder}`;
    expect(planOne("managed", withToken, { ours: withToken, tokenChanges: true }).action).toBe("change");
    expect(planOne("managed", "ours", { tokenChanges: true }).action).toBe("unchanged");
  });
});

describe("a file of the agent's own", () => {
  test("is written when missing, kept when there, replaced with overwrite", () => {
    expect(planOne("agents-own", null).action).toBe("create");
    expect(planOne("agents-own", "learned").action).toBe("preserved");
    expect(planOne("agents-own", "learned", { overwrite: true }).action).toBe("change");
  });

  test("is kept in a workspace that was there before its agent", () => {
    expect(planOne("agents-own", "learned", { isNew: true }).action).toBe("preserved");
  });

  test("that the agent edited is no drift", () => {
    expect(planOne("agents-own", "learned", { written: "seed" }).isDrift).toBe(false);
  });
});

describe("BOOTSTRAP", () => {
  test("is written to a new agent, and to a known one only where it still stands or is forced", () => {
    expect(planOne("bootstrap", null, { isNew: true }).action).toBe("create");
    expect(planOne("bootstrap", null).action).toBe("preserved");
    expect(planOne("bootstrap", null, { forceBootstrap: true }).action).toBe("create");
    expect(planOne("bootstrap", "old").action).toBe("change");
  });
});

test("what the gateway has no place for is preserved, whatever it holds", () => {
  expect(planOne("managed", null, { unavailable: new Set(["F.md"]) }).action).toBe("preserved");
});
