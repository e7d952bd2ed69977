import { hash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createVault } from "../vault/vault.ts";
import { readContent, storeContent } from "./contents.ts";
import { listFileVersions } from "./file-versions.ts";
import { type FileWriteIntent, readFileWrites, recordFileWriteIntents, recordFileWriteResults } from "./file-writes.ts";
import { openGroupCommit } from "./group-commit.ts";
import { type Database, openDatabase } from "./open-database.ts";
import { readRun } from "./read-runs.ts";
import { createRun, deleteRunsOfGateway } from "./runs.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
});
afterEach(() => db.close());

const vault = createVault(Buffer.alloc(32, 1));
const countOf = (table: string) => db.sqlite.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get();
const start = () =>
  createRun(db, { gatewayId: "north", gatewayName: "North", kind: "template-sync", options: {}, startedBy: "test" }).id;

const [theirs, ours] = [hash("sha256", "theirs"), hash("sha256", "ours")];
const intent = (change: Partial<FileWriteIntent> = {}): FileWriteIntent => ({
  agentId: "a",
  fileName: "SOUL.md",
  theirsMaskedSha256: theirs,
  oursMaskedSha256: ours,
  replaces: { source: "found", maskedText: "what was there", diff: "-what was there" },
  writes: null,
  ...change,
});

describe("contents", () => {
  it("come back as they were, are kept once, and are in the database neither in clear nor unsealed", () => {
    const text = `# Soul\n${"A line that is often there.\n".repeat(200)}Zoë 🛶`;
    const [sha256, again, other] = [text, text, "x"].map((each) => storeContent(db, vault, each));
    expect([again, countOf("contents")]).toEqual([sha256, 2]);
    expect([readContent(db, vault, sha256 ?? ""), readContent(db, vault, other ?? "")]).toEqual([text, "x"]);
    const sealed = db.sqlite.prepare<[string], Buffer>("SELECT sealed FROM contents WHERE sha256 = ?").pluck();
    expect(sealed.get(sha256 ?? "")?.length).toBeLessThan(500);
    expect(readContent(db, vault, "none")).toBeUndefined();
  });

  it("open under their own key and in their own place only", () => {
    const sha256 = storeContent(db, vault, "secret plans");
    const otherVault = createVault(Buffer.alloc(32, 2));
    expect(() => readContent(db, otherVault, sha256)).toThrow(/another data key/);
    const other = storeContent(db, vault, "other plans");
    db.sqlite.prepare("UPDATE contents SET sealed = (SELECT sealed FROM contents WHERE sha256 = ?)").run(other);
    expect(() => readContent(db, vault, sha256)).toThrow(/altered/);
  });
});

describe("the journal of writes", () => {
  it("keeps what is replaced as a version, and takes the diff back where nothing was", () => {
    const runId = start();
    const files = ["A.md", "B.md", "C.md", "D.md"].map((fileName) => intent({ fileName }));
    recordFileWriteIntents(db, vault, runId, [
      ...files,
      intent({ fileName: "E.md", theirsMaskedSha256: null, replaces: null }),
    ]);
    const [written, refused, lost] = ["written", "not-written", "unknown"] as const;
    recordFileWriteResults(db, runId, [
      { agentId: "a", fileName: "A.md", state: written },
      { agentId: "a", fileName: "B.md", state: refused },
      { agentId: "a", fileName: "C.md", state: lost },
    ]);
    expect(
      readFileWrites(db, runId)
        .get("a")
        ?.map(({ state }) => state),
    ).toEqual([written, refused, lost, "intended", "intended"]);
    expect(readRun(db, runId).drift.map(({ fileName }) => fileName)).toEqual(["A.md", "C.md", "D.md"]);
    const [version] = listFileVersions(db, "a", "B.md");
    expect(version).toMatchObject({ maskedSha256: theirs, source: "found", runId });
    expect(readContent(db, vault, version?.contentSha256 ?? "")).toBe("what was there");
    expect([countOf("contents"), countOf("file_versions")]).toEqual([1, 4]);
  });

  it("goes with the runs of a gateway, with the contents that no other run found", () => {
    const [runId, other] = [start(), start()];
    db.sqlite.prepare("UPDATE runs SET gateway_id = 'south' WHERE id = ?").run(other);
    recordFileWriteIntents(db, vault, runId, [
      intent(),
      intent({ fileName: "B.md", replaces: { source: "found", maskedText: "b", diff: null } }),
    ]);
    recordFileWriteIntents(db, vault, other, [intent()]);
    deleteRunsOfGateway(db, "north");
    expect([countOf("file_writes"), countOf("file_versions"), countOf("contents")]).toEqual([1, 1, 1]);
  });
});

describe("group commit", () => {
  it("commits what comes together at once; what fails takes back itself alone", async () => {
    let commits = 0;
    const { pragma } = db.sqlite;
    db.sqlite.pragma = (source, options) => {
      if (source === "synchronous = FULL") commits += 1;
      return pragma.call(db.sqlite, source, options);
    };
    const durable = openGroupCommit(db);
    const add = (text: string) => durable.commit(() => void storeContent(db, vault, text));
    const failing = durable.commit(() => {
      storeContent(db, vault, "half");
      throw new Error("no");
    });
    const results = await Promise.allSettled([add("one"), failing, add("two")]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect([countOf("contents"), commits]).toEqual([2, 1]);
    await add("three");
    expect([countOf("contents"), commits]).toEqual([3, 2]);
    expect(pragma.call(db.sqlite, "synchronous", { simple: true })).toBe(1);
  });

  it("tells all of a commit that failed", async () => {
    const gone = openDatabase({ inMemory: true });
    const durable = openGroupCommit(gone);
    const commits = [durable.commit(() => {}), durable.commit(() => {})];
    gone.close();
    const results = await Promise.allSettled(commits);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });
});
