import { describe, expect, test } from "vitest";
import { type SyncOptions, syncOptionsSchema } from "../../../shared/sync-options.ts";
import type { FileOwner } from "../../templates/file-sets.ts";
import type { RememberedFile } from "../model/desired-file.ts";
import { missingFile, type ObservedFile } from "../model/observed-agent.ts";
import { sha256Hex } from "../model/sha256-hex.ts";
import { tokenPlaceholder } from "../tokens/mask-token.ts";
import { type FilePlanInput, planFiles } from "./plan-files.ts";

function seen(name: string, maskedContent: string): ObservedFile {
  const hash = sha256Hex(maskedContent);
  return { ...missingFile(name), exists: true, sha256: hash, maskedSha256: hash, maskedContent };
}

function planOne(
  owner: FileOwner,
  theirs: string | null,
  over: Partial<FilePlanInput & SyncOptions> & {
    written?: string;
    ours?: string;
    kept?: { theirs: string; ours: string };
  } = {},
) {
  const { written, ours = "ours", kept, ...rest } = over;
  const hashOf = (text: string | undefined) => (text === undefined ? null : sha256Hex(text));
  const remembered: RememberedFile = {
    writtenMaskedSha256: hashOf(written),
    keptTheirsMaskedSha256: hashOf(kept?.theirs),
    keptOursMaskedSha256: hashOf(kept?.ours),
  };
  const [step] = planFiles({
    desired: [{ name: "F.md", maskedContent: ours, owner }],
    observed: new Map(theirs === null ? [] : [["F.md", seen("F.md", theirs)]]),
    unavailable: new Set(),
    asksForUnavailable: false,
    remembered: new Map([["F.md", remembered]]),
    isNew: false,
    tokenChanges: false,
    options: syncOptionsSchema.parse({ gatewayId: "g", ...rest }),
    ...rest,
  });
  return { action: step?.action, moved: step?.moved };
}

describe("a managed file", () => {
  test("is created when missing and left alone when right", () => {
    expect(planOne("managed", null).action).toBe("create");
    expect(planOne("managed", "ours", { written: "ours" })).toEqual({ action: "unchanged", moved: "none" });
  });

  test("says who moved since we wrote it", () => {
    expect(planOne("managed", "old", { written: "old" })).toEqual({ action: "change", moved: "ours" });
    expect(planOne("managed", "edited", { written: "ours" })).toEqual({ action: "change", moved: "theirs" });
    expect(planOne("managed", "edited", { written: "old" })).toEqual({ action: "conflict", moved: "both" });
    expect(planOne("managed", null, { written: "ours" })).toEqual({ action: "create", moved: "theirs" });
    expect(planOne("managed", "somebody's")).toEqual({ action: "change", moved: "unknown" });
  });

  test("stays as the operator chose to keep it, until either side changes or overwrite settles it", () => {
    const kept = { theirs: "edited", ours: "ours" };
    expect(planOne("managed", "edited", { written: "old", kept }).action).toBe("preserved");
    expect(planOne("managed", "edited again", { written: "old", kept }).action).toBe("conflict");
    expect(planOne("managed", "edited", { written: "old", kept, ours: "newer" }).action).toBe("conflict");
    expect(planOne("managed", "edited", { written: "old", kept, overwrite: true }).action).toBe("conflict");
  });

  test("that the operator keeps is written anyway when it must carry a new token", () => {
    const ours = `AUTH_TOKEN=${tokenPlaceholder}`;
    const kept = { theirs: "edited", ours };
    expect(planOne("managed", "edited", { written: ours, kept, ours, tokenChanges: true }).action).toBe("change");
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
    expect(planOne("agents-own", "learned", { written: "seed" }).moved).toBe("none");
  });
});

describe("BOOTSTRAP", () => {
  test("is written to a new agent, and to a known one only if it is still there or is forced", () => {
    expect(planOne("bootstrap", null, { isNew: true }).action).toBe("create");
    expect(planOne("bootstrap", null).action).toBe("preserved");
    expect(planOne("bootstrap", null, { forceBootstrap: true }).action).toBe("create");
    expect(planOne("bootstrap", "old").action).toBe("change");
  });
});

test("what the gateway has no place for is blocked, unless it is asked for one first", () => {
  const unavailable = new Set(["F.md"]);
  expect(planOne("managed", null, { unavailable }).action).toBe("blocked");
  expect(planOne("managed", null, { unavailable, asksForUnavailable: true }).action).toBe("create");
});
